package org.kagicast.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Assumptions;

/// A network of hosts on this machine: network namespaces on one bridge, with multicast. The hosts see each other and
/// nothing else, nothing of the machine's own network is touched, and all of it goes away on closing.
final class HostNetwork implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NOBODY = "02:00:00:00:77:00";

    private final Path folder;
    private final String prefix = "kagicast-" + ProcessHandle.current().pid() + "-";
    private final List<String> made = new ArrayList<>();

    private HostNetwork(Path folder) {
        this.folder = folder;
    }

    /// Makes hosts 1 to `hosts`. The calling test is skipped, with a word, where that cannot be done.
    static HostNetwork make(Path folder, int hosts) {
        HostNetwork network = new HostNetwork(folder);
        try {
            network.addNamespace("switch");
        } catch (RuntimeException | AssertionError refused) {
            Assumptions.abort("Network namespaces cannot be made here; run as root, with iproute2 installed: "
                    + refused.getMessage());
        }
        try {
            network.ip("-n", network.name("switch"), "link", "add", "bridge", "type", "bridge", "mcast_snooping", "0");
            network.ip("-n", network.name("switch"), "link", "set", "bridge", "up");
            for (int host = 1; host <= hosts; host++) {
                network.addHost(host);
            }
            return network;
        } catch (RuntimeException | AssertionError fault) {
            network.close();
            throw fault;
        }
    }

    static String address(int host) {
        return "10.77.0." + host;
    }

    /// What a command begins with to run on a host.
    List<String> on(int host) {
        return List.of("ip", "netns", "exec", name("h" + host));
    }

    Program start(int host, String... command) {
        List<String> all = new ArrayList<>(on(host));
        all.addAll(List.of(command));
        return Program.start(folder, all.toArray(String[]::new));
    }

    /// Takes a host off the network, as if its cable was pulled at the switch.
    void cut(int host) {
        ip("-n", name("switch"), "link", "set", "port" + host, "down");
    }

    void heal(int host) {
        ip("-n", name("switch"), "link", "set", "port" + host, "up");
    }

    /// Takes what two hosts send to each other, without a word to either: each sends it to a card that is nobody's.
    void cutLink(int one, int other) {
        ip("-n", name("h" + one), "neigh", "replace", address(other), "lladdr", NOBODY, "dev", "eth0", "nud",
                "permanent");
        ip("-n", name("h" + other), "neigh", "replace", address(one), "lladdr", NOBODY, "dev", "eth0", "nud",
                "permanent");
    }

    void healLink(int one, int other) {
        ip("-n", name("h" + one), "neigh", "del", address(other), "dev", "eth0");
        ip("-n", name("h" + other), "neigh", "del", address(one), "dev", "eth0");
    }

    /// Gives a host one more interface on the switch, with address 10.78.0.HOST and fd78::HOST.
    void addLink(int host, String networkInterface) {
        addLink(host, networkInterface, 78);
    }

    /// @param subnet of the addresses, `10.78.0.1` and `fd78::1` on host 1
    void addLink(int host, String networkInterface, int subnet) {
        String port = networkInterface + host;
        ip("-n", name("switch"), "link", "add", port, "type", "veth", "peer", "name", networkInterface, "netns",
                name("h" + host));
        ip("-n", name("switch"), "link", "set", port, "master", "bridge", "up");
        on(host, "link", "set", networkInterface, "up");
        on(host, "addr", "add", "10." + subnet + ".0." + host + "/24", "dev", networkInterface);
        on(host, "addr", "add", "fd" + subnet + "::" + host + "/64", "dev", networkInterface, "nodad");
    }

    /// Takes the links of that name, of all hosts, to a switch of their own.
    void isolate(String networkInterface) {
        ip("-n", name("switch"), "link", "add", networkInterface, "type", "bridge", "mcast_snooping", "0");
        ip("-n", name("switch"), "link", "set", networkInterface, "up");
        for (int host = 1; host < made.size(); host++) {
            String port = networkInterface + host;
            if (file("switch", "/proc/net/dev").contains(port + ":")) {
                ip("-n", name("switch"), "link", "set", port, "master", networkInterface);
            }
        }
    }

    /// Runs `ip` on a host.
    void on(int host, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-n", name("h" + host)));
        all.addAll(List.of(arguments));
        ip(all.toArray(String[]::new));
    }

    /// What a host's kernel tells in a file, such as `/proc/net/igmp`.
    String file(int host, String file) {
        return file("h" + host, file);
    }

    private String file(String namespace, String file) {
        return Program.start(folder, "ip", "netns", "exec", name(namespace), "cat", file).succeed(PATIENCE).output();
    }

    private void addHost(int host) {
        String namespace = addNamespace("h" + host);
        ip("-n", name("switch"), "link", "add", "port" + host, "type", "veth", "peer", "name", "eth0", "netns",
                namespace);
        ip("-n", name("switch"), "link", "set", "port" + host, "master", "bridge", "up");
        ip("-n", namespace, "addr", "add", address(host) + "/24", "dev", "eth0");
        ip("-n", namespace, "link", "set", "eth0", "up");
        ip("-n", namespace, "route", "add", "224.0.0.0/4", "dev", "eth0");
    }

    private String addNamespace(String host) {
        ip("netns", "add", name(host));
        made.add(name(host));
        ip("-n", name(host), "link", "set", "lo", "up");
        return name(host);
    }

    private String name(String host) {
        return prefix + host;
    }

    private void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Program.start(folder, command.toArray(String[]::new)).succeed(PATIENCE);
    }

    @Override
    public void close() {
        made.reversed().forEach(namespace -> ip("netns", "del", namespace));
        made.clear();
    }
}
