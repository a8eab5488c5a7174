package io.gantry.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.types.SimpleType;
import io.gantry.object.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final DeclaredType STRING =
            DeclaredType.sized(SimpleType.STRING, DeclaredType.Conversion.AS_IT_IS, 100, 2);

    private static final Environment OBJECT = Environment.EMPTY.with(Map.of("self", self(), "any", DeclaredType.ANY));

    private static DeclaredType self() {
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        fields.put("x", DeclaredType.INT);
        fields.put("namespace", STRING);
        fields.put("a-b", STRING);
        fields.put("names", DeclaredType.list(STRING, 10));
        fields.put("labels", DeclaredType.map(STRING, 10));
        fields.put("ratio", DeclaredType.DOUBLE);
        fields.put("either", DeclaredType.ANY);
        fields.put("since", DeclaredType.sized(SimpleType.DURATION, DeclaredType.Conversion.DURATION, 32, 3));
        fields.put("at", DeclaredType.sized(SimpleType.TIMESTAMP, DeclaredType.Conversion.DATE_TIME, 32, 21));
        return DeclaredType.object("self", fields, 2);
    }

    private static Object evaluate(String expression) throws Exception {
        String json = """
                {"x": 3, "namespace": "n", "a-b": "c", "names": ["b", "a"], "labels": {"k": "v"}, "ratio": 2,
                 "either": "50%", "since": "1h", "at": "2026-01-02T03:04:05Z", "secret": "hidden", "none": null}
                """;
        Map<String, Object> input = Map.of(
                "self",
                JsonValues.of(Json.read(json), self()),
                "any",
                JsonValues.of(Json.read(json), DeclaredType.ANY));
        return OBJECT.compile(expression).evaluate(input, new Budget(Limits.PER_OBJECT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.x + 1 == 4",
                "self.__namespace__ == 'n' && self.a__dash__b == 'c'",
                "self.namespace == 'n' && has(self.namespace)",
                "self.names.all(n, n.size() == 1) && self.names.exists_one(n, n == 'a')",
                "!self.names.isSorted() && ['a', 'b'].isSorted()",
                "[1, 2, 3].sum() == 6 && [1.5].sum() == 1.5 && [2, 1].min() == 1 && self.names.max() == 'b'",
                "self.names.indexOf('a') == 1 && self.names.lastIndexOf('z') == -1 && 'tacocat'.indexOf('c') == 2",
                "self.labels['k'] == 'v' && 'k' in self.labels && !('z' in self.labels)",
                "self.labels.all(k, v, k == 'k' && v == 'v')",
                "self.labels.transformList(k, v, k + v) == ['kv']",
                "self.ratio == 2.0 && self.ratio < 3",
                "type(self.either) == string && self.either.matches('^[0-9]+%$')",
                "self.since == duration('60m') && self.at == timestamp('2026-01-02T03:04:05Z')",
                "has(self.x) && !has(any.missing) && has(any.secret)",
                "self.?x.orValue(0) == 3 && any.?missing.orValue('d') == 'd'",
                "any.x == 3 && any.names[1] == 'a' && any['a-b'] == 'c' && any.none == null",
                "'abc 123'.find('[0-9]+') == '123' && '123 456'.findAll('[0-9]+', 1) == ['123']",
                "url('https://example.com:80/path?k=v').getHostname() == 'example.com' && isURL('/p') && !isURL('p q')",
                "url('https://example.com:80/p').getHost() == 'example.com:80'",
                "quantity('1Gi').isGreaterThan(quantity('1M')) && quantity('2').add(1).asInteger() == 3",
                "isQuantity('20Mi') && !isQuantity('20Mo') && quantity('50k') == quantity('50000')",
                "ip('192.168.0.1').family() == 4 && ip('::1').isLoopback() && !isIP('300.0.0.1')",
                "cidr('192.168.0.0/24').containsIP('192.168.0.9') && cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')",
                "cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16')) && string(ip('10.0.0.1')) == '10.0.0.1'",
                "cidr('10.0.0.0/8').ip() == ip('10.0.0.0') && cidr('10.0.0.0/8').prefixLength() == 8",
                "!format.dns1123Label().validate('a-b').hasValue() && format.dns1123Label().validate('A').hasValue()",
                "format.named('uuid').value().validate('x').value() == ['does not match the UUID format']",
                "semver('1.2.3').isLessThan(semver('1.10.0')) && semver('v1.0', true).major() == 1 && !isSemver('1.0')",
                "semver('1.0.0-alpha').isLessThan(semver('1.0.0'))",
                "sets.contains([1, 2], [2]) && [1, 1].distinct() == [1] && [3, 1].sort() == [1, 3]",
                "'%s has %d of %.2f'.format(['x', 2, 1.5]) == 'x has 2 of 1.50'",
                "'a,b'.split(',').join('-').upperAscii() == 'A-B' && 'abc'.substring(1) == 'bc' && ' a '.trim() == 'a'",
                "jsonpatch.escapeKey('k8s.io/my~label') == 'k8s.io~1my~0label'",
                "dyn(self.names).size() == 2 && dyn('abc').indexOf('c') == 2",
            })
    void holds(String expression) throws Exception {
        assertEquals(true, evaluate(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            self.z == 100 | undefined field 'z'
            self = 42 | Syntax error
            self.secret == 'x' | undefined field 'secret'
            self.x == 'a' | found no matching overload for '_==_' applied to '(int, string)'
            unknown | undeclared reference to 'unknown'
            duration('x') == duration('1s') | duration
            'a'.matches('(') | matches
            """)
    void aWrongExpressionIsExplained(String expression, String expected) {
        String message = assertThrows(InvalidExpressionException.class, () -> OBJECT.compile(expression))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            any.missing == 1 | no such key: missing
            any['missing'] == 1 | missing
            1 / (self.x - 3) == 1 | by zero
            9223372036854775807 + self.x == 1 | integer overflow
            self.either + 1 == 2 | no such overload
            quantity('x') == quantity('1') | quantities must match
            self.names[5] == '' | 5
            """)
    void anExpressionWithoutAValueIsExplained(String expression, String expected) {
        String message = assertThrows(EvaluationException.class, () -> evaluate(expression))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void whatCostsTooMuchStopsAtOnceAndIsNotHiddenByAnOr() {
        String many = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
        String loops = many + ".all(a, " + many + ".all(b, " + many + ".all(c, " + many + ".all(d, " + many + ".all(e, "
                + many + ".all(f, a + b + c + d + e + f >= 0)))))) || true";
        assertThrows(EvaluationException.TooExpensive.class, () -> evaluate(loops));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            self.x > 0 | 3
            self.names.all(n, n == 'abc') | 53
            self.__namespace__.matches('^abcd$') | 24
            self.names.exists(n, n in self.labels) | 83
            """)
    void theWorstCostFollowsTheSizesOfTheSchema(String expression, long expected) throws Exception {
        assertEquals(expected, OBJECT.compile(expression).worstCost());
    }
}
