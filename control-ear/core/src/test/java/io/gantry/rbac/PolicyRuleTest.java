package io.gantry.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.identity.RequestAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyRuleTest {

    @ParameterizedTest
    @CsvSource({
        // rule: verbs groups resources names; request: verb group resource subresource name
        "get core pods -, get core pods - a, true",
        "get core pods -, list core pods - -, false",
        "get core pods -, get apps pods - a, false",
        "get core pods -, get core pods log a, false",
        "get core pods/log -, get core pods log a, true",
        "get core pods/log -, get core pods - a, false",
        "get core */log -, get core pods log a, true",
        "get core * -, get core pods log a, true",
        "* * * -, delete apps deployments scale a, true",
        "get core pods a;b, get core pods - b, true",
        "get core pods a;b, get core pods - c, false",
        "list core pods a, list core pods - -, false",
    })
    void allowsRequestsAboutResources(String rule, String request, boolean allowed) {
        String[] wanted = request.split(" ");
        RequestAttributes attributes = RequestAttributes.resource(
                wanted[0], word(wanted[1]), wanted[2], word(wanted[3]), "n", word(wanted[4]));
        assertThat(resources(rule).allows(attributes)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "/healthz, /healthz, true",
        "/healthz, /healthz/ping, false",
        "/healthz/*, /healthz/ping, true",
        "/healthz/*, /healthz, false",
        "*, /anything, true",
        "/api*, /apis, true",
    })
    void allowsPaths(String url, String path, boolean allowed) {
        PolicyRule rule = new PolicyRule(List.of("get"), List.of(), List.of(), List.of(), List.of(url));
        assertThat(rule.allows(RequestAttributes.nonResource("get", path))).isEqualTo(allowed);
    }

    @Test
    void aRuleForPathsSaysNothingAboutResources() {
        PolicyRule rule = new PolicyRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*"));
        assertThat(rule.allows(RequestAttributes.resource("get", "", "pods", "", "n", "a")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "get;list core pods -, get core pods -, ''",
        "* * * -, get;list apps a/b -, ''",
        "get core pods a, get core pods -, get core pods -",
        "get core pods -, get core pods a, ''",
        "get core pods a;b, get core pods b;c, get core pods c",
        "get core */scale -, get core pods/scale -, ''",
        "get core pods -, get;list core pods;services -, list core pods -|get core services -|list core services -",
    })
    void tellsWhatAHolderOfOneRuleLacksOfAnother(String held, String wanted, String missing) {
        List<PolicyRule> expected = missing.isEmpty()
                ? List.of()
                : List.of(missing.split("\\|")).stream()
                        .map(PolicyRuleTest::resources)
                        .toList();
        assertThat(RuleCover.missing(List.of(resources(held)), List.of(resources(wanted))))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void missingVerbsOfOneResourceAreShownTogether() {
        assertThat(RuleCover.compact(RuleCover.missing(List.of(), List.of(resources("get;list core pods;services -")))))
                .extracting(PolicyRule::toString)
                .containsExactly(
                        "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}",
                        "{APIGroups:[\"\"], Resources:[\"services\"], Verbs:[\"get\" \"list\"]}");
    }

    private static PolicyRule resources(String rule) {
        String[] words = rule.split(" ");
        return new PolicyRule(list(words[0]), List.of(word(words[1])), list(words[2]), list(words[3]), List.of());
    }

    private static List<String> list(String words) {
        return words.equals("-") ? List.of() : List.of(words.split(";"));
    }

    private static String word(String word) {
        return word.equals("-") || word.equals("core") ? "" : word;
    }
}
