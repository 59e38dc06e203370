package org.kagicast.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import org.kagicast.model.Member;
import org.kagicast.proto.ReinstateResponse;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `kagicast reinstate`.
@Command(name = "reinstate", mixinStandardHelpOptions = true, description = {
        "Takes a revocation back: the client, content server, key slave or operator is let in again, with its certificates, and a client may have again what it is granted.",
        "Keys that the revocation called compromised stay so."})
final class ReinstateCommand implements Callable<Integer> {

    @Mixin
    private OperatorLink link;

    @ArgGroup(multiplicity = "1")
    private MemberOption who;

    @Override
    public Integer call() {
        Member member = who.member();
        ReinstateResponse answer = link.ask(node -> node.reinstate(member));
        Map<String, Object> told = new LinkedHashMap<>(MemberOption.json(member));
        told.put("notEnrolled", answer.getStanding().getNotEnrolled());
        told.put("hasNothing", answer.getHasNothing());
        link.print(told, NodeText.reinstated(member, answer));
        return 0;
    }
}
