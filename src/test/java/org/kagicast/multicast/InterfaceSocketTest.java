package org.kagicast.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConnectionMessage;
import org.kagicast.time.ManualTime;

/// A socket on an interface that comes, goes and changes, as the system would tell it.
class InterfaceSocketTest {

    private static final InetAddress GROUP = InetAddress.ofLiteral("239.7.7.2");
    private static final InetAddress GROUP_6 = InetAddress.ofLiteral("ff15::7");

    private final Map<String, InterfaceState> system = new HashMap<>();
    private final ManualTime time = new ManualTime();
    private final InterfaceWatch watch = new InterfaceWatch(time,
            name -> system.getOrDefault(name, InterfaceState.gone(name)));
    private final List<String> remade = new ArrayList<>();
    private boolean refuses;
    private boolean fails;

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    @DisplayName("an interface that is deleted and made again has its group joined again, and says what is so meanwhile")
    void madeAgain() {
        InterfaceSocket receiver = receiver(eth(3, true, "192.0.2.7"));

        watch.look();
        assertThat(remade).isEmpty();
        assertThat(receiver.trouble().map(CodedMessage::text)).isEmpty();

        system.remove("eth1");
        watch.look();
        assertThat(receiver.trouble().map(CodedMessage::text))
                .contains(
                        "Interface eth1 is gone or has no address, so nothing is received from 239.7.7.2:5004; this goes on by itself as"
                                + " soon as the interface is back.");

        eth(9, true, "192.0.2.7");
        watch.look();
        watch.look();
        assertThat(remade).hasSize(1);
        assertThat(receiver.trouble().map(CodedMessage::text)).isEmpty();
    }

    @Test
    @DisplayName("an interface that was deleted and made again between two looks is noticed by its index")
    void madeAgainAtOnce() {
        receiver(eth(3, true, "192.0.2.7"));
        eth(9, true, "192.0.2.7");
        watch.look();
        watch.look();
        assertThat(remade).hasSize(1);
    }

    @Test
    @DisplayName("a receiver goes on when addresses change, a sender over IPv4 takes the new one, and over IPv6 goes on")
    void addressChanges() {
        InterfaceState before = eth(3, true, "192.0.2.7", "fe80::7");
        InterfaceState added = eth(3, true, "192.0.2.8", "192.0.2.7", "fe80::7");
        InterfaceState after = eth(3, true, "192.0.2.99", "fe80::7");

        assertThat(InterfaceSocket.isSameForReceiver(before, after)).isTrue();
        assertThat(InterfaceSocket.isSameForSender(GROUP, Optional.empty(), before, added)).isTrue();
        assertThat(InterfaceSocket.isSameForSender(GROUP, Optional.empty(), before, after)).isFalse();
        assertThat(InterfaceSocket.isSameForSender(GROUP_6, Optional.empty(), before, after)).isTrue();
    }

    @Test
    @DisplayName("a sender sends from the interface's first address, or the one by which it was named as long as that is there")
    void sendsFrom() {
        InetAddress first = InetAddress.ofLiteral("192.0.2.7");
        InetAddress named = InetAddress.ofLiteral("192.0.2.8");
        InterfaceState before = eth(3, true, "192.0.2.9", "192.0.2.8", "192.0.2.7", "fe80::7");
        InterfaceState after = eth(3, true, "192.0.2.9", "192.0.2.7", "fe80::7");

        assertThat(before.sendsFrom(GROUP, Optional.empty())).isEqualTo(first);
        assertThat(before.sendsFrom(GROUP, Optional.of(named))).isEqualTo(named);
        assertThat(after.sendsFrom(GROUP, Optional.of(named))).isEqualTo(first);
        assertThat(before.sendsFrom(GROUP_6, Optional.of(named))).isNull();
        assertThat(InterfaceSocket.isSameForSender(GROUP, Optional.empty(), before, after)).isTrue();
        assertThat(InterfaceSocket.isSameForSender(GROUP, Optional.of(named), before, after)).isFalse();
        assertThat(InterfaceSocket.isSameForSender(GROUP, Optional.of(named), after, before)).isFalse();
    }

    @Test
    @DisplayName("while an interface is down or has no address that is said, and a socket that cannot be made is tried again")
    void comesUpBadly() {
        InterfaceSocket receiver = receiver(eth(3, true, "192.0.2.7"));

        eth(3, false, "192.0.2.7");
        watch.look();
        assertThat(receiver.trouble().map(CodedMessage::text).orElse(""))
                .startsWith("Interface eth1 is down or has no link, so");
        eth(3, true, "fe80::7");
        watch.look();
        assertThat(receiver.trouble().map(CodedMessage::text).orElse(""))
                .startsWith("Interface eth1 has no IPv4 address, so");

        refuses = true;
        eth(3, true, "192.0.2.7");
        watch.look();
        assertThat(receiver.trouble().map(CodedMessage::text).orElse(""))
                .startsWith("Interface eth1 is not usable (no more groups), so");
        refuses = false;
        watch.look();
        watch.look();
        assertThat(receiver.trouble().map(CodedMessage::text)).isEmpty();
        assertThat(remade).hasSize(1);
    }

    @Test
    @DisplayName("whatever keeps a socket from being made is told, and tried again")
    void failsToComeUp() {
        InterfaceSocket receiver = receiver(eth(3, true, "192.0.2.7"));

        fails = true;
        eth(9, true, "192.0.2.7");
        watch.look();
        assertThat(receiver.trouble().map(CodedMessage::text).orElse(""))
                .startsWith("Interface eth1 is not usable (no address of that family), so");
        fails = false;
        watch.look();
        assertThat(receiver.trouble().map(CodedMessage::text)).isEmpty();
        assertThat(remade).hasSize(1);
    }

    @Test
    @DisplayName("a socket that is closed is not looked after any more")
    void removed() {
        InterfaceSocket receiver = receiver(eth(3, true, "192.0.2.7"));
        watch.remove(receiver);
        eth(9, true, "192.0.2.7");
        watch.look();
        assertThat(remade).isEmpty();
    }

    private InterfaceSocket receiver(InterfaceState on) {
        InterfaceSocket socket = new InterfaceSocket(GROUP, on, InterfaceSocket::isSameForReceiver,
                ConnectionMessage.NOTHING_RECEIVED.with("239.7.7.2:5004"), now -> {
                    if (refuses) {
                        throw new IOException("no more groups");
                    }
                    if (fails) {
                        throw new IllegalArgumentException("no address of that family");
                    }
                    remade.add(now.getName());
                });
        watch.add(socket);
        return socket;
    }

    private InterfaceState eth(int index, boolean up, String... addresses) {
        NetworkInterface any = Interfaces.usable().getFirst();
        InterfaceState state = new InterfaceState("eth1", any, index, up,
                Stream.of(addresses).map(InetAddress::ofLiteral).toList());
        system.put("eth1", state);
        return state;
    }
}
