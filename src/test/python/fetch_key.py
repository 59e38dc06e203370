"""Fetches one decryption key with nothing but the .proto files and an enrolled identity.

usage: fetch_key.py PROTO_DIR IDENTITY_DIR HOST:PORT KEY_ID

Prints one JSON object: the refusal, why the server cannot tell now, or the key's stream, suite and fingerprint (the first
4 bytes of the SHA-256 of the base key), never the key. Needs Debian's python3-grpcio, python3-protobuf and protobuf-compiler-grpc.
"""

import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

import grpc


def stubs(proto_dir):
    """Makes the message and service classes from the contract.

    Debian 12's protoc is older than the option debug_redact, which says only how a message is printed.
    """
    contract = "kagicast/v1/keys.proto"
    made = pathlib.Path(tempfile.mkdtemp())
    copy = made / contract
    copy.parent.mkdir(parents=True)
    copy.write_text((pathlib.Path(proto_dir) / contract).read_text().replace(" [debug_redact = true]", ""))
    subprocess.run(
        ["protoc", f"-I{made}", f"--python_out={made}", f"--grpc_python_out={made}",
         "--plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin", contract],
        check=True)
    sys.path.insert(0, str(made))
    from kagicast.v1 import keys_pb2, keys_pb2_grpc
    return keys_pb2, keys_pb2_grpc


def main(proto_dir, identity_dir, server, key_id):
    messages, services = stubs(proto_dir)
    identity = pathlib.Path(identity_dir)
    credentials = grpc.ssl_channel_credentials(
        root_certificates=(identity / "ca.pem").read_bytes(),
        private_key=(identity / "key.pem").read_bytes(),
        certificate_chain=(identity / "certificate.pem").read_bytes())
    with grpc.secure_channel(server, credentials) as channel:
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
