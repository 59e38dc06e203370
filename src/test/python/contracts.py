"""Makes message and service classes from the .proto files, and connects with an enrolled identity.

Needs Debian's python3-grpcio, python3-protobuf and protobuf-compiler-grpc.
"""

import importlib
import pathlib
import subprocess
import sys
import tempfile

import grpc


def generated(proto_dir, *names):
    """The modules of these contracts, such as "keys", each as its messages and its services.

    Debian 12's protoc is older than the option debug_redact, which says only how a message is printed.
    """
    made = pathlib.Path(tempfile.mkdtemp())
    # All of them, since one imports another.
    contracts = sorted(f"kagicast/v1/{file.name}" for file in (pathlib.Path(proto_dir) / "kagicast/v1").glob("*.proto"))
    for contract in contracts:
        copy = made / contract
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((pathlib.Path(proto_dir) / contract).read_text().replace(" [debug_redact = true]", ""))
    subprocess.run(
        ["protoc", f"-I{made}", f"--python_out={made}", f"--grpc_python_out={made}",
         "--plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin", *contracts],
        check=True)
    sys.path.insert(0, str(made))
    return [(importlib.import_module(f"kagicast.v1.{name}_pb2"), importlib.import_module(f"kagicast.v1.{name}_pb2_grpc"))
            for name in names]


def connect(identity_dir, server):
    """A channel to a node, both ends with certificates of the trust domain."""
    identity = pathlib.Path(identity_dir)
    credentials = grpc.ssl_channel_credentials(
        root_certificates=(identity / "ca.pem").read_bytes(),
        private_key=(identity / "key.pem").read_bytes(),
        certificate_chain=(identity / "certificate.pem").read_bytes())
    return grpc.secure_channel(server, credentials)
