"""Sends numbered datagrams to a multicast group, joins one, or writes down when each datagram came, by the monotonic clock
in nanoseconds.

multicast.py send INTERFACE GROUP PORT RATE | multicast.py join INTERFACE GROUP PORT - |
multicast.py hear INTERFACE GROUP PORT FILE
"""
import socket
import struct
import sys
import time

what, interface, group, port, last = sys.argv[1:]
index = socket.if_nametoindex(interface)
six = ":" in group
with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as udp:
    if what == "send":
        if six:
            udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
        else:
            udp.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF,
                           struct.pack("4s4si", bytes(4), bytes(4), index))
        number = 0
        while True:
            udp.sendto(b"%d" % number, (group, int(port)))
            number += 1
            time.sleep(1 / float(last))
    if six:
        udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                       socket.inet_pton(socket.AF_INET6, group) + struct.pack("@I", index))
    else:
        udp.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                       struct.pack("4s4si", socket.inet_aton(group), bytes(4), index))
    if what == "join":
        while True:
            time.sleep(60)
    udp.bind((group, int(port)))
    with open(last, "a", buffering=1) as times:
        while True:
            udp.recv(65535)
            print(time.monotonic_ns(), file=times)
