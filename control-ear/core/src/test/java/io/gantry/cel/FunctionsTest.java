package io.gantry.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gantry.cel.library.AuthorizerValue;
import io.gantry.identity.Authorizer;
import io.gantry.identity.UserInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every function that apiserver's pkg/cel/environment/base.go gives to expressions in 1.36, in each of its overloads. */
class FunctionsTest {

    private static final Environment ADMISSION = AdmissionTypes.of(AdmissionTypes.Params.NONE);

    private static final Authorizer READERS = (user, request) -> request.verb().equals("get")
            ? new Authorizer.Decision.Allowed("readers read")
            : new Authorizer.Decision.Refused("no");

    private static Object evaluate(String expression) throws Exception {
        Map<String, Object> input = new HashMap<>();
        AuthorizerValue authorizer = new AuthorizerValue(READERS, new UserInfo("ada", List.of()));
        input.put(AdmissionTypes.AUTHORIZER, authorizer);
        input.put(AdmissionTypes.REQUEST_RESOURCE, authorizer.about("apps", "deployments", "", "default", "d"));
        return ADMISSION.compile(expression).evaluate(input, new Budget(Limits.PER_OBJECT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1, 2].isSorted() && [1u, 2u].isSorted() && [1.0, 2.0].isSorted() && [false, true].isSorted()",
                "[duration('1s'), duration('2s')].isSorted() && ['a', 'b'].isSorted() && [b'a', b'b'].isSorted()",
                "[timestamp('2026-01-01T00:00:00Z'), timestamp('2026-01-02T00:00:00Z')].isSorted()",
                "[1, 2].sum() == 3 && [1u, 2u].sum() == 3u && [1.5, 2.5].sum() == 4.0",
                "[duration('1s'), duration('2s')].sum() == duration('3s')",
                "[1, 2].max() == 2 && [1u, 2u].max() == 2u && [1.0, 2.0].max() == 2.0 && [false, true].max() == true",
                "[duration('1s')].max() == duration('1s') && ['a', 'b'].max() == 'b' && [b'a', b'b'].max() == b'b'",
                "[1, 2].min() == 1 && ['a', 'b'].min() == 'a' && [timestamp('2026-01-01T00:00:00Z')].min().getFullYear() == 2026",
                "[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2 && [1].indexOf(3) == -1",
                "'abc 12 3'.find('[0-9]+') == '12' && 'x'.find('[0-9]') == '' && 'a1b2'.findAll('[0-9]') == ['1', '2']",
                "'a1b2'.findAll('[0-9]', 1) == ['1'] && 'a1b2'.findAll('[0-9]', 0) == [] && 'a1b2'.findAll('[0-9]', -1).size() == 2",
                "isURL('https://a/b') && url('https://a:1/b%20c?d=e&d=f').getScheme() == 'https'",
                "url('https://a:1/b').getHost() == 'a:1' && url('https://a:1/b').getHostname() == 'a' && url('https://[::1]:80/').getHostname() == '::1'",
                "url('https://a:1/b').getPort() == '1' && url('/b%20c').getEscapedPath() == '/b%20c'",
                "url('https://a/?d=e&d=f').getQuery() == {'d': ['e', 'f']}",
                "isQuantity('1Gi') && !isQuantity('1GB') && quantity('1.5').isInteger() == false && quantity('2').asInteger() == 2",
                "quantity('1.5').asApproximateFloat() == 1.5 && quantity('-1').sign() == -1",
                "quantity('1').add(quantity('2')) == quantity('3') && quantity('1').add(2) == quantity('3')",
                "quantity('3').sub(quantity('2')) == quantity('1') && quantity('3').sub(2) == quantity('1')",
                "quantity('2').isGreaterThan(quantity('1')) && quantity('1').isLessThan(quantity('2')) && quantity('1').compareTo(quantity('1000m')) == 0",
                "isIP('10.0.0.1') && !isIP('10.0.0.01') && ip('::1').family() == 6 && string(ip('10.0.0.1')) == '10.0.0.1'",
                "ip.isCanonical('2001:db8::abcd') && !ip.isCanonical('2001:DB8::ABCD')",
                "ip('0.0.0.0').isUnspecified() && ip('127.0.0.1').isLoopback() && ip('224.0.0.1').isLinkLocalMulticast()",
                "ip('169.254.1.1').isLinkLocalUnicast() && ip('8.8.8.8').isGlobalUnicast()",
                "isCIDR('10.0.0.0/8') && !isCIDR('10.0.0.0/40') && string(cidr('10.0.0.0/8')) == '10.0.0.0/8'",
                "cidr('10.0.0.0/8').containsIP('10.1.1.1') && cidr('10.0.0.0/8').containsIP(ip('10.1.1.1'))",
                "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16'))",
                "cidr('10.1.0.0/8').ip() == ip('10.1.0.0') && cidr('10.1.0.0/8').masked() == cidr('10.0.0.0/8') && cidr('10.0.0.0/8').prefixLength() == 8",
                "!format.dns1123Label().validate('a').hasValue() && format.dns1123Subdomain().validate('a_b').hasValue()",
                "!format.dns1035Label().validate('a1').hasValue() && format.dns1035Label().validate('1a').hasValue()",
                "!format.qualifiedName().validate('a.b/c').hasValue() && format.qualifiedName().validate('a b').hasValue()",
                "!format.dns1123LabelPrefix().validate('a-').hasValue() && !format.dns1123SubdomainPrefix().validate('a.b-').hasValue()",
                "!format.dns1035LabelPrefix().validate('a-').hasValue() && !format.labelValue().validate('').hasValue()",
                "!format.uri().validate('https://a').hasValue() && format.uri().validate('a').hasValue()",
                "!format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue() && format.uuid().validate('x').hasValue()",
                "!format.byte().validate('aGVsbG8=').hasValue() && format.byte().validate('%').hasValue()",
                "!format.date().validate('2026-01-02').hasValue() && format.date().validate('2026-13-02').hasValue()",
                "!format.datetime().validate('2026-01-02T03:04:05Z').hasValue() && format.datetime().validate('x').hasValue()",
                "format.named('dns1123Label').hasValue() && !format.named('odd').hasValue()",
                "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3",
                "isSemver('1.2.3') && isSemver('v1.2', true) && !isSemver('v1.2', false) && semver('v1.2', true) == semver('1.2.0')",
                "semver('1.2.3').compareTo(semver('1.2.4')) == -1 && semver('2.0.0').isGreaterThan(semver('1.9.9'))",
                "'abc'.charAt(1) == 'b' && 'abcb'.indexOf('b', 2) == 3 && 'abcb'.lastIndexOf('b') == 3 && 'abcb'.lastIndexOf('b', 2) == 1",
                "'AbC'.lowerAscii() == 'abc' && 'aXaX'.replace('X', 'y') == 'ayay' && 'aXaX'.replace('X', 'y', 1) == 'ayaX'",
                "'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c'] && 'abc'.substring(1, 2) == 'b'",
                "['a', 'b'].join() == 'ab' && ['a', 'b'].join('-') == 'a-b' && strings.quote('a\"b') == '\"a\\\\\"b\"'",
                "'%s %d %f %b %x %X %o'.format(['a', 1, 1.5, 5, 255, 255, 8]) == 'a 1 1.500000 101 ff FF 10'",
                "sets.contains([1, 2], [1]) && sets.equivalent([1, 2], [2, 1]) && sets.intersects([1], [1, 2])",
                "[1, 2, 3].slice(1, 2) == [2] && [[1], [2]].flatten() == [1, 2] && [[[1]]].flatten(2) == [1]",
                "['b', 'a'].sort() == ['a', 'b'] && [{'n': 2}, {'n': 1}].sortBy(e, e.n)[0].n == 1",
                "lists.range(3) == [0, 1, 2] && [1, 2].reverse() == [2, 1] && [1, 1, 2].distinct() == [1, 2]",
                "[1, 2].all(i, v, v > i) && [1, 2].exists(i, v, v == 2) && [1, 2].existsOne(i, v, v == 2)",
                "[1, 2].transformList(i, v, v + i) == [1, 3] && [1, 2].transformList(i, v, i > 0, v) == [2]",
                "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2} && {'a': 1, 'b': 2}.transformMap(k, v, v > 1, v) == {'b': 2}",
                "{'a': 'b'}.transformMapEntry(k, v, {v: k}) == {'b': 'a'}",
                "optional.of(1).hasValue() && optional.none().orValue(2) == 2 && optional.of(1).value() == 1",
                "!optional.ofNonZeroValue('').hasValue() && optional.none().or(optional.of(3)).value() == 3",
                "optional.of(2).optMap(x, x * 2).value() == 4 && optional.of(2).optFlatMap(x, optional.of(x)).value() == 2",
                "{'a': 1}.?a.hasValue() && [1][?0].value() == 1 && !{'a': 1}[?'b'].hasValue() && {?'a': optional.none()} == {} && [?optional.of(1)] == [1]",
                "jsonpatch.escapeKey('a/b~c') == 'a~1b~0c'",
                "authorizer.path('/healthz').check('get').allowed() && !authorizer.path('/healthz').check('post').allowed()",
                "authorizer.group('apps').resource('deployments').subresource('scale').namespace('n').name('d').check('get').reason() == 'readers read'",
                "authorizer.serviceAccount('default', 'robot').group('').resource('pods').check('get').allowed()",
                "authorizer.group('').resource('pods').fieldSelector('spec.nodeName=n').labelSelector('a=b').check('get').allowed()",
                "!authorizer.requestResource.check('get').errored() && authorizer.requestResource.check('get').error() == ''",
            })
    void works(String expression) throws Exception {
        assertEquals(true, evaluate(expression), expression);
    }
}
