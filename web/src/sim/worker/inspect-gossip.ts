/** What peers tell each other, and what the discovery service is asked and answers, for showing. */
import { decode } from '../wire/decode.ts';
import { RequestSchema, ResponseSchema, SignedRequestSchema } from '../wire/gen/discovery/protocol_pb.ts';
import { GossipMessageSchema } from '../wire/gen/gossip/message_pb.ts';
import { concatBytes } from '../wire/bytes.ts';
import type { Message } from '../wire/messages.ts';

export type PeerTalk = Extract<Message, { readonly type: 'gossip' | 'discoveryRequest' | 'discoveryResponse' }>;

/** `value` holds protobuf messages and bytes. */
export function peerTalkShown(message: PeerTalk): {
  readonly title: string;
  readonly value: unknown;
  readonly bytes: Uint8Array;
} {
  switch (message.type) {
    case 'gossip': {
      const value = message.messages.map((bytes) => {
        const read = decode(GossipMessageSchema, bytes);
        return read.ok ? read.value : read.error;
      });
      return { title: 'GossipMessage', value, bytes: concatBytes(...message.messages) };
    }
    case 'discoveryRequest': {
      const signed = decode(SignedRequestSchema, message.signedRequest);
      const request = signed.ok ? decode(RequestSchema, signed.value.payload) : signed;
      return {
        title: 'discovery.SignedRequest',
        value: request.ok ? request.value : null,
        bytes: message.signedRequest,
      };
    }
    case 'discoveryResponse': {
      const response = decode(ResponseSchema, message.response);
      return { title: 'discovery.Response', value: response.ok ? response.value : null, bytes: message.response };
    }
  }
}
