package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionRegistrationValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"webhooks":[{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://a/b"}}]} | NONE
            {"webhooks":[{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://a/b"}},{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://a/b"}}]} | webhooks[1].name: Duplicate value: "a.b.c"
            {"webhooks":[{"name":"a.b","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://a"}}]} | webhooks[0].name: Invalid value: "a.b": should be a domain with at least three segments separated by dots
            {"webhooks":[{"name":"a.b.c","sideEffects":"Some","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://a"}}]} | webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"
            {"webhooks":[{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v2"],"clientConfig":{"url":"https://a"}}]} | webhooks[0].admissionReviewVersions: Invalid value: ["v2"]: must include at least one of v1, v1beta1
            {"webhooks":[{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"http://a"}}]} | webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]
            {"webhooks":[{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{}}]} | webhooks[0].clientConfig: Required value: exactly one of url or service is required
            {"webhooks":[{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://a/b"},"timeoutSeconds":31}]} | webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds
            {"webhooks":[{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://a/b"},"rules":[{"apiGroups":["*","a"],"apiVersions":["v1"],"resources":["a"],"operations":["CREATE"]}]}]} | webhooks[0].rules[0].apiGroups: Invalid value: ["*","a"]: if '*' is present, must not specify other API groups
            {"webhooks":[{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://a/b"},"rules":[{"apiGroups":["a"],"apiVersions":["v1"],"resources":["a/*","a/b"],"operations":["CREATE"]}]}]} | webhooks[0].rules[0].resources[1]: Invalid value: "a/b": if 'a/*' is present, must not specify a/b
            {"webhooks":[{"name":"a.b.c","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"https://a/b"},"matchConditions":[{"name":"x"}]}]} | webhooks[0].matchConditions[0].expression: Required value
            """)
    void webhooksInUpstreamsWords(String object, String error) {
        assertErrors(
                new Admission("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration").errors(object),
                error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata":{"name":"p"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["CREATE"]}]},"validations":[{"expression":"true"}]}} | NONE
            {"metadata":{"name":"p"},"spec":{"validations":[{"expression":"true"}]}} | spec.matchConstraints: Required value
            {"metadata":{"name":"p"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["CREATE"]}]}}} | spec.validations: Required value: validations or auditAnnotations must contain at least one item
            {"metadata":{"name":"p"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["CREATE"]}]},"validations":[{}]}} | spec.validations[0].expression: Required value: expression is not specified
            {"metadata":{"name":"p"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["CREATE"]}]},"paramKind":{"apiVersion":"v1"},"validations":[{"expression":"true"}]}} | spec.paramKind.kind: Required value
            {"metadata":{"name":"p"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["CREATE"]}]},"variables":[{"name":"in","expression":"1"}],"validations":[{"expression":"true"}]}} | spec.variables[0].name: Invalid value: "in": must be a valid CEL identifier
            """)
    void policiesInUpstreamsWords(String object, String error) {
        assertErrors(
                new Admission("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"policyName":"p","validationActions":["Deny"]}} | NONE
            {"spec":{"validationActions":["Deny"]}} | spec.policyName: Required value
            {"spec":{"policyName":"p"}} | spec.validationActions: Required value: at least one validation action is required
            {"spec":{"policyName":"p","validationActions":["Deny"],"paramRef":{}}} | spec.paramRef: Required value: one of name or selector must be specified
            """)
    void bindingsInUpstreamsWords(String object, String error) {
        assertErrors(
                new Admission("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding").errors(object),
                error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["CREATE"]}]},"reinvocationPolicy":"Never","mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[]"}}]}} | NONE
            {"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["CREATE"]}]},"reinvocationPolicy":"Never"}} | spec.mutations: Required value: mutations must contain at least one item
            {"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["CREATE"]}]},"reinvocationPolicy":"Never","mutations":[{"patchType":"JSONPatch"}]}} | spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch
            {"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"operations":["CREATE"]}]},"mutations":[{"patchType":"JSONPatch","jsonPatch":{"expression":"[]"}}]}} | spec.reinvocationPolicy: Required value
            """)
    void mutatingPoliciesInUpstreamsWords(String object, String error) {
        assertErrors(
                new Admission("admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicy").errors(object), error);
    }
}
