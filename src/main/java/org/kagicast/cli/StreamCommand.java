package org.kagicast.cli;

import java.util.Map;
import java.util.concurrent.Callable;

import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.proto.TakeOverStreamResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kagicast stream`: who owns a stream, when that changes.
@Command(name = "stream", mixinStandardHelpOptions = true, description = {
        "Changes which content server owns a stream, and so has its keys made.",
        "'kagicast grant --content-server' gives a stream that nobody owns, 'kagicast policy' shows who owns which."}, subcommands = {
                StreamCommand.TakeOver.class, StreamCommand.Release.class})
final class StreamCommand {

    /// `kagicast stream take-over`.
    @Command(name = "take-over", mixinStandardHelpOptions = true, description = "Gives a stream to another content server, for an encoder that is replaced. Clients follow its first packet; the former owner is given no more keys.")
    static final class TakeOver implements Callable<Integer> {

        @Mixin
        private OperatorLink link;

        @Option(names = "--stream", required = true, paramLabel = "NAME", description = "The stream.")
        private StreamName stream;

        @Option(names = "--to", required = true, paramLabel = "NAME", description = "The content server that owns it from now on.")
        private NodeName to;

        @Override
        public Integer call() {
            TakeOverStreamResponse answer = link.ask(node -> node.takeOver(stream, to));
            String former = answer.getFormerOwner();
            link.print(Map.of("stream", stream, "owner", to, "formerOwner", former), stream + " belongs to " + to
                    + " from now on" + (former.isEmpty()
                            ? ", and belonged to nobody."
                            : ", and no more to " + former + ".")
                    + NodeText.standing(new Member(Role.CONTENT_SERVER, to), answer.getStanding()));
            return 0;
        }
    }

    /// `kagicast stream release`.
    @Command(name = "release", mixinStandardHelpOptions = true, description = "Takes a stream from its content server. Nobody has keys of it made until it is given to somebody.")
    static final class Release implements Callable<Integer> {

        @Mixin
        private OperatorLink link;

        @Option(names = "--stream", required = true, paramLabel = "NAME", description = "The stream.")
        private StreamName stream;

        @Override
        public Integer call() {
            String former = link.ask(node -> node.release(stream)).getFormerOwner();
            link.print(Map.of("stream", stream, "formerOwner", former),
                    stream + " belongs to nobody from now on, and no more to " + former + ".");
            return 0;
        }
    }
}
