package io.gantry.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameRulesTest {

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "a,true,true,true,true",
                "a-b,true,true,true,true",
                "1a,true,true,false,true",
                "a.b,false,true,false,true",
                "A,false,false,false,true",
                "a_b,false,false,false,true",
                "-a,false,false,false,false",
                "a-,false,false,false,false",
                "a..b,false,false,false,true",
                ".,false,false,false,false",
                "'',false,false,false,true",
                "ä,false,false,false,false",
                "a b,false,false,false,false",
            })
    void shapes(String text, boolean label, boolean subdomain, boolean dns1035, boolean labelValue) {
        assertThat(NameRules.dnsLabel(text).isEmpty()).isEqualTo(label);
        assertThat(NameRules.dnsSubdomain(text).isEmpty()).isEqualTo(subdomain);
        assertThat(NameRules.dns1035Label(text).isEmpty()).isEqualTo(dns1035);
        assertThat(NameRules.labelValue(text).isEmpty()).isEqualTo(labelValue);
    }

    @ParameterizedTest
    @CsvSource({
        "app,true",
        "example.com/app,true",
        "a.b-c/D_e.f,true",
        "/app,false",
        "example.com/,false",
        "a/b/c,false",
        "A.b/c,false",
        "-a,false",
        "example_com/a,false"
    })
    void qualifiedNames(String text, boolean valid) {
        assertThat(NameRules.qualifiedName(text).isEmpty()).isEqualTo(valid);
    }

    @Test
    void lengthsAreBounded() {
        assertThat(NameRules.dnsLabel("a".repeat(63))).isEmpty();
        assertThat(NameRules.dnsLabel("a".repeat(64))).containsExactly("must be no more than 63 characters");
        assertThat(NameRules.dnsSubdomain("a".repeat(254))).containsExactly("must be no more than 253 characters");
        assertThat(NameRules.labelValue("a".repeat(64))).containsExactly("must be no more than 63 bytes");
        assertThat(NameRules.dnsSubdomain("a.".repeat(1_000_000))).hasSize(2);
    }

    @Test
    void aRefusalNamesTheRule() {
        assertThat(NameRules.dnsLabel("A"))
                .containsExactly(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must"
                                + " start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
                                + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
        assertThat(NameRules.dnsLabel("a.b")).containsExactly("must not contain dots");
        assertThat(NameRules.pathSegment("a/b%c")).containsExactly("may not contain '/'", "may not contain '%'");
        assertThat(NameRules.pathSegment("..")).containsExactly("may not be '..'");
    }

    @ParameterizedTest
    @CsvSource({"web-,wea", "a-,a", "-,-", "web,web"})
    void aPrefixStandsForANameMadeFromIt(String prefix, String name) {
        assertThat(NameRules.asName(prefix)).isEqualTo(name);
    }
}
