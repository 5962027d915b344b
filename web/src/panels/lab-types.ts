/**
 * The simulation's types as the panels meet them: through the link, never past it. Each is a part of what a hook
 * returns.
 */
import type { Entry, InspectTarget, LinkState } from '../link/react/lab-context.tsx';
import type { InspectionState } from '../link/react/use-inspection.ts';

export type { Entry, InspectTarget };

export type NodeId = Entry['node'];
export type Micros = Entry['at'];

export type Fact = Entry['fact'];
export type FactType = Fact['type'];
export type FactOf<T extends FactType> = Extract<Fact, { readonly type: T }>;
export type MessageId = FactOf<'messageSent'>['message'];
export type MessageKind = FactOf<'messageSent'>['kind'];
export type TransactionVerdict = FactOf<'blockCommitted'>['verdicts'][number];
export type InvalidBecause = NonNullable<TransactionVerdict['because']>;
export type ReadWriteSummary = FactOf<'endorsementSigned'>['rwset'];

export type Recording = NonNullable<LinkState['recording']>;
export type TimedCommand = Recording['commands'][number];
export type Command = TimedCommand['command'];
export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { readonly type: T }>;
export type ChaincodeDefinition = CommandOf<'approveChaincode'>['definition'];
export type Topology = Recording['topology'];
export type ContractFolder = Recording['contracts'][string];

export type Inspection = Extract<InspectionState, { readonly status: 'ready' }>['inspection'];
export type PolicyPicture = Inspection['policies'][number];
export type PolicyNode = PolicyPicture['tree'];
export type SignaturePicture = PolicyPicture['signatures'][number];
export type PrincipalPicture = NonNullable<PolicyNode['principal']>;
export type ChannelConfigSummary = Inspection['channelConfigs'][number];
export type Structure = NonNullable<Inspection['structure']>;
export type StructureOf<T extends Structure['type']> = Extract<Structure, { readonly type: T }>;
