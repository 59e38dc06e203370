#!/usr/bin/env bash
# Linux's /proc/net/mcfilter, which lists the source filters of multicast groups, says nothing of an interface whose latest
# joined group has no filter, though older groups on it have some.
#
# Seen on Linux 6.18.44 (x86-64), with Python 3.11's sockets and iproute2 6.1:
#   after joining 232.7.7.1 from 192.0.2.2 alone            one line, 0xe8070701 0xc0000202
#   after joining 239.7.7.2 from anybody on a second socket no line, while the filter of 232.7.7.1 goes on to work
#   after leaving 239.7.7.2                                 the line again
# Whoever checks a source-specific join by that file must join such groups last, or look at the packets.
#
# Needs bash, iproute2, python3 and unshare (util-linux); sends nothing, and touches no network but one of its own.
set -euo pipefail

if [ "${1:-}" != inside ]; then
    exec unshare --net --map-root-user "$0" inside
fi

ip link set lo up
ip link add media type veth peer name other
ip link set media up
ip link set other up
ip address add 192.0.2.7/24 dev media
uname -sr

python3 - <<'PYTHON'
import socket

IP_ADD_SOURCE_MEMBERSHIP = 39
HERE = socket.inet_aton("192.0.2.7")


def joined(group, source=None):
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    if source:
        udp.setsockopt(socket.IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP,
                       socket.inet_aton(group) + HERE + socket.inet_aton(source))
    else:
        udp.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + HERE)
    return udp


def filters(when):
    with open("/proc/net/mcfilter") as file:
        lines = [line.split()[2:4] for line in file.readlines()[1:]]
    print(when + ":", lines)
    return lines


FILTER = [["0xe8070701", "0xc0000202"]]
specific = joined("232.7.7.1", "192.0.2.2")
alone = filters("one source-specific group")
anybody = joined("239.7.7.2")
hidden = filters("and a later group from anybody")
anybody.close()
again = filters("and without that again")
assert (alone, hidden, again) == (FILTER, [], FILTER), "this has changed: see the head of this file"
PYTHON
echo "as described"
