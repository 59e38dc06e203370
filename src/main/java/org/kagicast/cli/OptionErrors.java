package org.kagicast.cli;

import java.util.Optional;
import java.util.stream.Stream;
import org.kagicast.model.OperatorException;
import org.kagicast.model.message.CodedMessage;
import org.kagicast.model.message.ConfigurationMessage;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// What picocli finds wrong with options, told as a message that a console can translate: a configuration is read again
/// while a program runs, and is refused in its snapshot.
final class OptionErrors {

    private OptionErrors() {
    }

    /// Takes a converter's own message through picocli, which keeps only its text in what it throws.
    static CommandLine.TypeConversionException conversion(OperatorException told) {
        var refused = new CommandLine.TypeConversionException(told.getMessage());
        refused.initCause(told);
        return refused;
    }

    /// Without a code where neither an option nor what the options say together is to blame.
    static CodedMessage message(CommandLine.ParameterException wrong) {
        String said = String.valueOf(wrong.getMessage());
        Optional<CodedMessage> told = told(wrong);
        if (wrong instanceof CommandLine.MissingParameterException missing) {
            return ConfigurationMessage.OPTIONS_LACKING.with(String.join(", ", missing.getMissing().stream()
                    .map(each -> each instanceof OptionSpec option ? option.longestName() : each.paramLabel())
                    .toList()));
        }
        if (wrong.getArgSpec() instanceof OptionSpec option) {
            return told.map(why -> ConfigurationMessage.VALUE_REFUSED.with(option.longestName(), why))
                    .orElseGet(() -> ConfigurationMessage.OPTION_REFUSED.with(option.longestName(), said));
        }
        return told.orElseGet(() -> CodedMessage.plain(said));
    }

    /// The message of the converter, if one refused the value.
    private static Optional<CodedMessage> told(CommandLine.ParameterException wrong) {
        return Stream.<Throwable>iterate(wrong, cause -> cause != null, Throwable::getCause).limit(8)
                .filter(OperatorException.class::isInstance).findFirst()
                .map(cause -> ((OperatorException) cause).coded());
    }
}
