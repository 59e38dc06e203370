package org.kagicast.multicast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConnectionMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one socket on its interface: when the interface comes back, was made anew or has another address, the socket is
/// made anew too. What is wrong meanwhile is told by [#trouble]. Its state belongs to the watch's thread.
final class InterfaceSocket implements InterfaceWatch.Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(InterfaceSocket.class);

    /// Puts a new socket in the place of the former one. May wait for the system.
    interface Remake {

        /// @throws IOException if there can be none; it is tried again
        void on(NetworkInterface now) throws IOException;
    }

    private final InetAddress group;
    private final BiPredicate<InterfaceState, InterfaceState> isSame;
    private final CodedMessage consequence;
    private final Remake remake;
    private InterfaceState madeOn;
    private boolean isBroken;
    private volatile Optional<CodedMessage> trouble = Optional.empty();

    /// @param group by whose family the interface's addresses count
    /// @param madeOn on which the socket was made
    /// @param isSame whether a socket that was made on the first goes on as well on the second
    /// @param consequence of the interface's lack, such as "so nothing is received from 239.1.1.1:5004"
    InterfaceSocket(InetAddress group, InterfaceState madeOn, BiPredicate<InterfaceState, InterfaceState> isSame,
            CodedMessage consequence, Remake remake) {
        this.group = group;
        this.madeOn = madeOn;
        this.isSame = isSame;
        this.consequence = consequence;
        this.remake = remake;
    }

    /// A receiver's: membership is by the interface's index, whatever its addresses.
    static boolean isSameForReceiver(InterfaceState former, InterfaceState now) {
        return former.index() == now.index();
    }

    /// A sender's: it is bound to the address that it sends from.
    static boolean isSameForSender(InetAddress group, Optional<InetAddress> wanted, InterfaceState former,
            InterfaceState now) {
        return former.index() == now.index()
                && Objects.equals(former.sendsFrom(group, wanted), now.sendsFrom(group, wanted));
    }

    @Override
    public String interfaceName() {
        return madeOn.name();
    }

    /// What is wrong with the interface, what follows, and that it goes on by itself, in one sentence. Safe from any thread.
    Optional<CodedMessage> trouble() {
        return trouble;
    }

    @Override
    public void look(InterfaceState now) {
        Optional<CodedMessage> lack = now.lack(group, consequence);
        if (lack.isPresent()) {
            isBroken = true;
            tell(lack.get());
        } else if (isBroken || !isSame.test(madeOn, now)) {
            make(now);
        }
    }

    /// What a socket throws on an interface that is half gone is not always an [IOException].
    private void make(InterfaceState now) {
        NetworkInterface present = now.present();
        if (present == null) {
            return;
        }
        try {
            remake.on(present);
            madeOn = now;
            isBroken = false;
            trouble = Optional.empty();
            LOG.info("Interface {} is there as it should be: its socket was made anew", now.name());
        } catch (IOException | RuntimeException fault) {
            isBroken = true;
            tell(ConnectionMessage.INTERFACE_UNUSABLE.with(madeOn.name(), Sockets.reason(fault), consequence));
        }
    }

    private void tell(CodedMessage now) {
        if (!trouble.equals(Optional.of(now))) {
            trouble = Optional.of(now);
            LOG.warn("{}", now);
        }
    }
}
