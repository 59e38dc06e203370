"""Fetches one decryption key with nothing but the .proto files and an enrolled identity.

usage: fetch_key.py PROTO_DIR IDENTITY_DIR HOST:PORT KEY_ID

Prints one JSON object: the refusal, why the server cannot tell now, or the key's stream, suite and fingerprint (the first
4 bytes of the SHA-256 of the base key), never the key.
"""

import hashlib
import json
import sys

import contracts


def main(proto_dir, identity_dir, server, key_id):
    (messages, services), = contracts.generated(proto_dir, "keys")
    with contracts.connect(identity_dir, server) as channel:
        answer = services.KeyServiceStub(channel).GetKey(messages.GetKeyRequest(key_id=int(key_id)), timeout=10)
    if answer.WhichOneof("outcome") == "refusal":
        print(json.dumps({"refusal": messages.GetKeyResponse.Refusal.Name(answer.refusal),
                          "stream": answer.refused_stream}))
        return
    if answer.WhichOneof("outcome") != "key":
        print(json.dumps({"unavailable": answer.unavailable}))
        return
    print(json.dumps({"keyId": answer.key.key_id, "stream": answer.key.stream,
                      "suite": messages.CipherSuite.Name(answer.key.suite), "bytes": len(answer.key.base_key),
                      "fingerprint": hashlib.sha256(answer.key.base_key).hexdigest()[:8]}))


main(*sys.argv[1:])
