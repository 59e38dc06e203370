"""Sends numbered datagrams to a multicast group, or writes down when each one came, by the monotonic clock in nanoseconds.

multicast.py send INTERFACE GROUP PORT RATE | multicast.py hear INTERFACE GROUP PORT FILE
"""
import socket
import struct
import sys
import time

what, interface, group, port, last = sys.argv[1:]
index = socket.if_nametoindex(interface)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
    if what == "send":
        udp.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF,
                       struct.pack("4s4si", bytes(4), bytes(4), index))
        number = 0
        while True:
            udp.sendto(b"%d" % number, (group, int(port)))
            number += 1
            time.sleep(1 / float(last))
    udp.bind((group, int(port)))
    udp.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                   struct.pack("4s4si", socket.inet_aton(group), bytes(4), index))
    with open(last, "a", buffering=1) as times:
        while True:
            udp.recv(65535)
            print(time.monotonic_ns(), file=times)
