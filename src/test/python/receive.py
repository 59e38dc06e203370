"""A second receiver, written from protocol.md alone: receives a group and writes the data of its stream to a file.

usage: receive.py PROTO_DIR IDENTITY_DIR HOST:PORT GROUP PORT INTERFACE FILE

Ends when nothing has come for three seconds, after the first packet. Prints one JSON object: packets opened, lost (as key ends
tell), forged and replayed, and of the keys how many it fetched, and how many of those before their first packet came. Under keys
that sign it also tells of how many packets the content server vouched for (authentic), which others had a hash that it did not vouch for
(impostor), and how many manifests and control messages were signed, and not.
Needs Debian's python3-cryptography beside what contracts.py needs.
"""

import hashlib
import json
import random
import socket
import struct
import sys
import time

import contracts
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DATA, ANNOUNCEMENT, KEY_END, _, PIECE, MANIFEST = range(6)
SIGNATURE = 64
HASH = 16
NODE = 32
TAG = 16
NONCE = 12
# Number of the suite: length of the key, hash.
SUITES = {4: (16, hashes.SHA256()), 5: (32, hashes.SHA512())}
WINDOW = 65_536
IDLE = 3.0


def header(packet):
    """Key ID, counter and length of an SFrame header (RFC 9605 section 4.3); None if it is malformed."""
    def field(bits, at):
        if bits & 8 == 0:
            return bits & 7, at
        length = (bits & 7) + 1
        number = int.from_bytes(packet[at:at + length], "big")
        shortest = 0 if number < 8 else (number.bit_length() + 7) // 8
        return (number if shortest == length and at + length <= len(packet) else None), at + length
    if not packet:
        return None
    key_id, at = field(packet[0] >> 4, 1)
    counter, at = field(packet[0] & 15, at)
    if key_id is None or counter is None or len(packet) < at + 1 + TAG:
        return None
    return key_id, counter, at


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root(leaf_hash, leaf, leaves, path):
    """Where a leaf's path leads to, and what is left of the path (RFC 9162 section 2.1.3.2)."""
    last = leaves - 1
    while last > 0:
        if leaf & 1 or leaf < last:
            beside, path = path[:NODE], path[NODE:]
            leaf_hash = sha256(b"\1", beside, leaf_hash) if leaf & 1 else sha256(b"\1", leaf_hash, beside)
        leaf >>= 1
        last >>= 1
    return leaf_hash, path


class Key:
    """One decryption key (RFC 9605 section 4.4), and which of its packets have come."""

    def __init__(self, told):
        length, digest = SUITES[told.suite]
        def derive(label, size):
            info = label + told.key_id.to_bytes(8, "big") + int(told.suite).to_bytes(2, "big")
            return HKDF(algorithm=digest, length=size, salt=b"", info=info).derive(told.base_key)
        self.cipher = AESGCM(derive(b"SFrame 1.0 Secret key ", length))
        self.salt = derive(b"SFrame 1.0 Secret salt ", NONCE)
        self.line = (told.stream, told.label)
        self.number = told.number
        self.metadata = told.stream.encode()
        self.seen = set()
        self.highest = -1
        self.packets = None
        self.id = told.key_id.to_bytes(8, "big")
        self.verification = Ed25519PublicKey.from_public_bytes(told.verification_key) if told.verification_key else None
        self.hashes = {}
        self.vouched = {}

    def is_signed(self, signature, message):
        try:
            self.verification.verify(signature, message)
            return True
        except InvalidSignature:
            return False

    def manifest(self, counter, body):
        """Whether a manifest is signed; what it vouches for is noted."""
        first, count, leaf, leaves = struct.unpack(">QHHH", body[:14])
        end = 14 + count * HASH
        place = self.id + counter.to_bytes(8, "big")
        top, rest = root(sha256(b"\0", place, body[:end]), leaf, leaves, body[end:-SIGNATURE])
        message = b"Kagicast manifest 1\0" + self.id + leaves.to_bytes(2, "big") + top
        if rest or not self.is_signed(body[-SIGNATURE:], message):
            return False
        for number in range(count):
            self.vouched[first + number] = body[14 + number * HASH:14 + (number + 1) * HASH]
        return True

    def control(self, purpose, counter, body):
        """A control message without its signature; None if the content server did not sign it."""
        message, field, signature = body[:-66], body[-66:-64], body[-64:]
        stream, label = (text.encode() for text in self.line)
        place = purpose + b"\0" + self.id + counter.to_bytes(8, "big")
        names = len(stream).to_bytes(2, "big") + stream + len(label).to_bytes(2, "big") + label
        return message if field == b"\x7a\x40" and self.is_signed(signature, place + names + message) else None

    def open(self, packet, counter, at):
        nonce = bytes(a ^ b for a, b in zip(self.salt, counter.to_bytes(NONCE, "big")))
        return self.cipher.decrypt(nonce, packet[at:], packet[:at] + self.metadata)

    def is_replayed(self, counter):
        return counter in self.seen or counter <= self.highest - WINDOW

    def accept(self, counter):
        self.seen.add(counter)
        self.highest = max(self.highest, counter)


class Receiver:

    def __init__(self, proto_dir, identity, server, output):
        (self.keys_pb, services), (self.multicast_pb, _) = contracts.generated(proto_dir, "keys", "multicast")
        self.service = services.KeyServiceStub(contracts.connect(identity, server))
        self.output = output
        self.keys = {}
        self.coming = {}
        self.pieces = {}
        self.count = dict(opened=0, forged=0, replayed=0, malformed=0, keys=0, ahead=0, signed=0, unsigned=0)

    def fetch(self, key_id, announced):
        answer = self.service.GetKey(self.keys_pb.GetKeyRequest(key_id=key_id, announced=announced), timeout=2)
        if answer.WhichOneof("outcome") != "key":
            raise SystemExit(f"no key {key_id}: {answer}")
        self.keys[key_id] = Key(answer.key)
        self.count["keys"] += 1
        self.count["ahead"] += announced

    def fetch_coming(self):
        """What was announced, when its moment has come."""
        for key_id, moment in list(self.coming.items()):
            if key_id in self.keys or time.monotonic() >= moment:
                del self.coming[key_id]
                if key_id not in self.keys:
                    self.fetch(key_id, True)

    def packet(self, packet):
        read = header(packet)
        if read is None:
            self.count["malformed"] += 1
            return
        key_id, counter, at = read
        if key_id not in self.keys:
            self.fetch(key_id, False)
        key = self.keys[key_id]
        if key.is_replayed(counter):
            self.count["replayed"] += 1
            return
        try:
            plaintext = key.open(packet, counter, at)
        except InvalidTag:
            self.count["forged"] += 1
            return
        key.accept(counter)
        self.count["opened"] += 1
        kind, body = plaintext[0], plaintext[1:]
        if key.verification is not None:
            key.hashes[counter] = sha256(packet)[:HASH]
            body = self.proven(key, counter, kind, body)
        if body is not None:
            self.inner(key, key_id, kind, body)

    def proven(self, key, counter, kind, body):
        """What is signed by itself without its signature, None if it is not signed; anything else as it is."""
        if kind == MANIFEST:
            message = b"" if key.manifest(counter, body) else None
        elif kind in (ANNOUNCEMENT, KEY_END):
            purpose = b"Kagicast announcement 1" if kind == ANNOUNCEMENT else b"Kagicast key end 1"
            message = key.control(purpose, counter, body)
        else:
            return body
        self.count["unsigned" if message is None else "signed"] += 1
        return message

    def authentic(self):
        """Packets that came and were vouched for, and those whose hash is another."""
        judged = [key.hashes[counter] == vouched for key in self.keys.values()
                  for counter, vouched in key.vouched.items() if counter in key.hashes]
        return dict(authentic=judged.count(True), impostor=judged.count(False))

    def inner(self, key, key_id, kind, body):
        if kind == DATA:
            self.output.write(body)
        elif kind == PIECE:
            datagram, number, count = struct.unpack(">IBB", body[:6])
            pieces = self.pieces.setdefault((key_id, datagram), {})
            pieces[number] = body[6:]
            if len(pieces) == count:
                self.output.write(b"".join(pieces[each] for each in range(count)))
                del self.pieces[key_id, datagram]
        elif kind == ANNOUNCEMENT:
            told = self.multicast_pb.RekeyAnnouncement.FromString(body)
            most = min(told.spread_ms, told.remaining_ms / 2) / 1000
            for coming in told.coming_keys:
                if coming.key_id not in self.keys:
                    self.coming.setdefault(coming.key_id, time.monotonic() + random.uniform(0, most))
        elif kind == KEY_END:
            told = self.multicast_pb.KeyEnd.FromString(body)
            former = self.keys.get(told.key_id)
            if former is not None and former.line == key.line and former.number < key.number:
                former.packets = told.packets

    def lost(self):
        return sum(key.packets - len(key.seen) for key in self.keys.values() if key.packets is not None)


def main(proto_dir, identity, server, group, port, interface, file):
    with open(file, "wb") as output, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        receiver = Receiver(proto_dir, identity, server, output)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        udp.bind((group, int(port)))
        udp.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                       struct.pack("4s4si", socket.inet_aton(group), b"\0" * 4, socket.if_nametoindex(interface)))
        udp.settimeout(0.05)
        print("listening", file=sys.stderr, flush=True)
        latest = None
        while latest is None or time.monotonic() - latest < IDLE:
            try:
                receiver.packet(udp.recv(65_535))
                latest = time.monotonic()
            except TimeoutError:
                pass
            receiver.fetch_coming()
        print(json.dumps(dict(receiver.count, lost=receiver.lost(), **receiver.authentic())))


main(*sys.argv[1:])
