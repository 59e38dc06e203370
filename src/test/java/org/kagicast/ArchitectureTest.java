package org.kagicast;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kagicast.bench.RekeysSettings;
import org.kagicast.model.HostPort;
import org.kagicast.proto.NodeSnapshot;

/// Which package may import which. When the design must change, change the table.
class ArchitectureTest {

    private static final String ROOT = "org.kagicast.";

    /// Each package and what it may import besides itself and libraries.
    private static final Map<String, String> TABLE = Map.ofEntries(Map.entry("model", ""), Map.entry("time", ""),
            Map.entry("files", "model"), Map.entry("metrics", "model"), Map.entry("audit", "model time files"),
            Map.entry("sframe", "model"), Map.entry("authenticity", "model"), Map.entry("proto", ""),
            Map.entry("wire", "model proto"),
            Map.entry("keytable", "model time files"), Map.entry("multicast", "model time"),
            Map.entry("pki", "model time files"), Map.entry("rpc", "model time proto pki"),
            Map.entry("keyserver", "model time proto keytable audit pki rpc"),
            Map.entry("contentserver", "model time proto sframe authenticity wire multicast rpc"),
            Map.entry("client", "model time proto sframe authenticity wire multicast rpc"),
            Map.entry("node", "model time proto files keytable audit pki multicast rpc keyserver contentserver client"),
            Map.entry("lab", "model time sframe wire audit multicast rpc keytable keyserver contentserver client node"),
            Map.entry("bench",
                    "model time sframe proto wire authenticity files keytable audit pki multicast rpc keyserver"
                            + " contentserver client node lab cli"),
            Map.entry("console", "model time files proto rpc node lab"),
            Map.entry("cli",
                    "model time proto files audit keytable pki multicast rpc contentserver client node metrics lab"
                            + " console"));

    /// The bench's classes, which may lie among those of tests.
    private static final Pattern BENCH = Pattern.compile("/org/kagicast/bench/(\\w+/)*(?!\\w*Test\\b)[^/]+$");

    /// A row of the document's table: a package, its job, and what it may import.
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]+ \\| ([\\w ]*?) ?\\|$");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]+`");
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z]\\w*[a-z]\\w*\\b(?!/)");

    private static JavaClasses product;
    /// The product and the bench.
    private static JavaClasses all;

    @BeforeAll
    static void readClasses() {
        List<Path> places = Stream.of(place(HostPort.class), place(NodeSnapshot.class)).distinct().toList();
        Path bench = place(RekeysSettings.class);
        all = new ClassFileImporter().withImportOption(one -> places.stream().anyMatch(
                place -> one.contains(place.toString())) || BENCH.matcher(one.asURI().getPath()).find())
                .importPaths(Stream.concat(places.stream(), Stream.of(bench)).distinct().toList());
        product = all.that(describe("of the product", one -> one.getSource().map(Source::getUri).map(Path::of)
                .filter(file -> places.stream().anyMatch(file::startsWith)).isPresent()));
    }

    /// Where the classes are among which one is; what is generated may lie elsewhere.
    private static Path place(Class<?> one) {
        return Path.of(URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    static Stream<Arguments> rows() {
        return TABLE.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @ParameterizedTest(name = "{0} imports only: {1}")
    @MethodSource("rows")
    @DisplayName("each package imports only what stands above it")
    void imports(String own, String others) {
        List<String> allowed = new ArrayList<>(List.of(ROOT + own + ".."));
        Stream.of(others.split(" ")).filter(other -> !other.isEmpty())
                .forEach(other -> allowed.add(ROOT + other + ".."));

        classes().that().resideInAPackage(ROOT + own + "..").should().onlyDependOnClassesThat(
                not(resideInAPackage("org.kagicast..")).or(resideInAnyPackage(allowed.toArray(String[]::new))))
                .check(all);
    }

    @Test
    @DisplayName("the bench lies beside the product, which does without it")
    void bench() {
        classes().should().resideOutsideOfPackage(ROOT + "bench..").check(product);
        noClasses().should().dependOnClassesThat().resideInAPackage(ROOT + "bench..").check(product);
        assertThat(all.containPackage(ROOT + "bench.dataplane")).isTrue();
    }

    @Test
    @DisplayName("every package stands in the table")
    void everyPackageIsInTheTable() {
        List<String> known = TABLE.keySet().stream().map(own -> ROOT + own + "..").toList();

        classes().should().resideInAnyPackage(known.toArray(String[]::new)).check(all);
    }

    @Test
    @DisplayName("a name means one class, so that a search and a stack trace lead to it")
    void names() {
        Map<String, List<String>> byName = all.stream()
                .filter(not(resideInAPackage("org.kagicast.proto..")))
                .filter(one -> one.getEnclosingClass().isEmpty() && !one.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName,
                        Collectors.mapping(JavaClass::getName, Collectors.toList())));

        assertThat(byName.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    }

    @Test
    @DisplayName("JavaFX appears in the console and where the command line starts it, and no view model knows the scene")
    void javafx() {
        noClasses().that(not(resideInAnyPackage("org.kagicast.console..", "org.kagicast.cli.."))).should()
                .dependOnClassesThat().resideInAPackage("javafx..").check(all);
        noClasses().that(simpleNameEndingWith("ViewModel")).should().dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..").check(all);
    }

    @Test
    @DisplayName("time and scheduling come in through one port")
    void time() {
        noClasses().that(not(resideInAnyPackage("org.kagicast.time..", "org.kagicast.console.."))).should()
                .callMethodWhere(describe("the target schedules work",
                        call -> call.getTargetOwner().isAssignableTo(ScheduledExecutorService.class)
                                && call.getName().startsWith("schedule")))
                .orShould().callMethod(System.class, "nanoTime").orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(Thread.class, "sleep", long.class).check(all);
    }

    @Test
    @DisplayName("only the command line writes to the standard streams")
    void standardStreams() {
        noClasses().that(not(resideInAPackage("org.kagicast.cli.."))).should().accessField(System.class, "out")
                .orShould().accessField(System.class, "err").check(all);
    }

    @Test
    @DisplayName("packages depend on each other in no circle")
    void circles() {
        slices().matching("org.kagicast.(**)").should().beFreeOfCycles().check(product.that(
                describe("hand-written", one -> !one.getPackageName().startsWith("org.kagicast.proto"))));
    }

    @Test
    @DisplayName("the document on the architecture has this table, and names only classes that there are")
    void document() throws IOException {
        String text = Files.readString(Path.of("src/site/markdown/architecture.md"));

        assertThat(ROW.matcher(text).results().collect(Collectors.toMap(row -> row.group(1), row -> row.group(2))))
                .isEqualTo(TABLE);
        Set<String> classes = all.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        Stream<String> named = CODE.matcher(text).results().flatMap(
                code -> CLASS.matcher(code.group()).results().map(MatchResult::group));
        assertThat(named.filter(name -> !name.endsWith("Test")).collect(Collectors.toSet())).hasSizeGreaterThan(30)
                .isSubsetOf(classes);
    }
}
