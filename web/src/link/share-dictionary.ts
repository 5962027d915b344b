/**
 * Text that most moments hold, given to deflate as its preset dictionary: what repeats it costs next to nothing.
 *
 * Part of schema version 1 for ever: a link made with it can be read with it alone. A better one is a new version.
 * What is most common stands last, where it is cheapest to refer to.
 */
export const SHARE_DICTIONARY = [
  '"type":"setLink","from":"","to":"","up":true,"loss":0,"latencyFactor":1',
  '"type":"isolateNode","node":"peer0.org2.example.com","isolated":true',
  '"type":"crashNode","node":"","type":"restartNode","node":"',
  '"type":"evaluateTransaction","function":"GetAllAssets","ReadAsset","peer":null',
  '"drags":{},"begun":[null,null,null],"playhead":0,"language":"en","language":"ko","checksum":"',
  '"formatVersion":1,"generation":"2.x","generation":"3.x","seed":"',
  '"topology":{"ordererOrg":{"name":"OrdererOrg","mspId":"OrdererMSP","domain":"example.com",',
  '"orderers":["orderer","orderer2","orderer3","orderer1"]},"peerOrgs":[',
  '{"name":"Org1","mspId":"Org1MSP","domain":"org1.example.com","peers":2,"users":1,"clients":["client"],"ca":true},',
  '{"name":"Org2","mspId":"Org2MSP","domain":"org2.example.com","peers":2,"users":1,"clients":["client"],"ca":true}],',
  '"channels":[{"id":"mychannel","orgs":["Org1","Org2"],"batchTimeoutMicros":2000000,"maxMessageCount":10,',
  '"absoluteMaxBytes":103809024,"preferredMaxBytes":524288}]},"contracts":{},"commands":[',
  '{"at":0,"command":{"type":"generateCrypto"}},{"at":1000,"command":{"type":"startNode","node":"orderer.example.com"}},',
  '"type":"startNode","node":"ca.org1.example.com","type":"startNode","node":"peer1.org2.example.com"',
  '"type":"createGenesisBlock","channel":"mychannel"}},"type":"joinOrderer","node":"orderer3.example.com","channel":"mychannel"}},',
  '"type":"joinPeer","node":"peer1.org1.example.com","channel":"mychannel"}},',
  '"type":"setAnchorPeer","client":"client.org2.example.com","channel":"mychannel","peer":"peer0.org2.example.com"}},',
  '"type":"packageChaincode","client":"client.org1.example.com","source":"asset","label":"basic_1.0"}},',
  '"type":"installChaincode","client":"client.org1.example.com","node":"peer0.org1.example.com","label":"basic_1.0"}},',
  '"type":"commitChaincode","client":"client.org1.example.com","channel":"mychannel",',
  '"type":"approveChaincode","client":"client.org1.example.com","channel":"mychannel",',
  '"definition":{"name":"basic","version":"1.0","sequence":1,"signaturePolicy":null,"initRequired":false},"label":"basic_1.0"}},',
  '{"at":10000000,"command":{"type":"submitTransaction","client":"client.org1.example.com","identity":"User1",',
  '"channel":"mychannel","chaincode":"basic","function":"InitLedger","function":"TransferAsset",',
  '"args":["asset1","Christopher"],"transient":{},"endorsers":null}}]},"checksum":"',
].join('');
