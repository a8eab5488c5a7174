package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Webhook configurations. */
public final class WebhookRules {

    private static final Pattern ODD = Pattern.compile("[^\\x21-\\x7e]|[<>\"{}|\\\\^`]");
    private static final List<String> REVIEWS = List.of("v1", "v1beta1");
    private static final List<String> NO_SIDE_EFFECTS = List.of("None", "NoneOnDryRun");
    private static final String FORM = "; desired format: https://host[/path]";

    private WebhookRules() {}

    public static void check(Field configuration) {
        Set<String> names = new HashSet<>();
        for (Field hook : configuration.items("webhooks")) {
            webhook(hook);
            reviewVersions(hook.at("admissionReviewVersions"));
            Field name = hook.at("name");
            if (!name.isEmpty() && !names.add(name.text())) {
                name.duplicate();
            }
        }
    }

    private static void webhook(Field hook) {
        fullName(hook.at("name"));
        hook.items("rules").forEach(AdmissionRuleRules::rule);
        hook.at("failurePolicy").supportOnly(AdmissionRuleRules.FAILURE_POLICIES);
        hook.at("matchPolicy").supportOnly(AdmissionRuleRules.MATCH_POLICIES);
        Field effects = hook.at("sideEffects");
        if (!effects.isSet()) {
            effects.required("must specify one of " + String.join(", ", NO_SIDE_EFFECTS));
        }
        effects.supportOnly(NO_SIDE_EFFECTS);
        Field timeout = hook.at("timeoutSeconds");
        if (timeout.isSet() && (timeout.number() > 30 || timeout.number() < 1)) {
            timeout.invalid("the timeout value must be between 1 and 30 seconds");
        }
        LabelRules.selector(hook.at("namespaceSelector"));
        LabelRules.selector(hook.at("objectSelector"));
        hook.at("reinvocationPolicy").supportOnly(List.of("IfNeeded", "Never"));
        client(hook.at("clientConfig"));
        AdmissionRuleRules.matchConditions(hook.at("matchConditions"));
        ExpressionRules.webhook(hook);
    }

    private static void fullName(Field name) {
        if (!name.requireFilled()) {
            return;
        }
        List<String> errors = NameRules.dnsSubdomain(name.text());
        if (!errors.isEmpty()) {
            name.invalid(String.join(",", errors));
        } else if (name.text().split("\\.").length < 3) {
            name.invalid("should be a domain with at least three segments separated by dots");
        }
    }

    private static void reviewVersions(Field versions) {
        if (versions.isEmpty()) {
            versions.required("must specify one of " + String.join(", ", REVIEWS));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Field version : versions.items()) {
            if (!seen.add(version.text())) {
                version.invalid("duplicate version");
            } else {
                version.invalid(NameRules.dns1035Label(version.text()));
            }
        }
        if (versions.texts().stream().noneMatch(REVIEWS::contains)) {
            versions.invalid("must include at least one of " + String.join(", ", REVIEWS));
        }
    }

    /** A WebhookClientConfig. */
    public static void client(Field client) {
        Field url = client.at("url");
        Field service = client.at("service");
        if (url.isSet() == service.isSet()) {
            client.required("exactly one of url or service is required");
        } else if (url.isSet()) {
            url(url);
        } else {
            service(service);
        }
    }

    private static void url(Field url) {
        URI uri;
        try {
            // upstream takes any character in a path
            uri = new URI(ODD.matcher(url.text()).replaceAll("_"));
        } catch (URISyntaxException e) {
            url.required("url must be a valid URL: " + e.getMessage() + FORM);
            return;
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
        if (!scheme.equals("https")) {
            url.invalid(scheme, "'https' is the only allowed URL scheme" + FORM);
        }
        if (Optional.ofNullable(uri.getRawAuthority()).orElse("").isEmpty()) {
            url.invalid("", "host must be specified" + FORM);
        }
        refuse(url, uri.getRawUserInfo(), "user information is not permitted in the URL");
        refuse(url, uri.getRawFragment(), "fragments are not permitted in the URL");
        refuse(url, uri.getRawQuery(), "query parameters are not permitted in the URL");
    }

    private static void refuse(Field url, String part, String why) {
        if (part != null && !part.isEmpty()) {
            url.invalid(part, why);
        }
    }

    private static void service(Field service) {
        // upstream names the one that is missing by the name of the other
        if (service.at("namespace").isEmpty()) {
            service.at("name").required("");
        }
        if (service.at("name").isEmpty()) {
            service.at("namespace").required("");
        }
        Field port = service.at("port");
        List<String> errors = FormatRules.portNumber(port.number());
        if (!errors.isEmpty()) {
            port.invalid("port is not valid: " + String.join(", ", errors));
        }
        String path = service.at("path").text();
        if (path.isEmpty() || path.equals("/")) {
            return;
        }
        if (!path.startsWith("/")) {
            service.at("path").invalid("must start with a '/'");
        }
        String inner = path.substring(1);
        String[] steps = (inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner).split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            String step = "segment[" + i + "]";
            if (steps[i].isEmpty()) {
                service.at("path").invalid(step + " may not be empty");
            } else {
                NameRules.dnsSubdomain(steps[i])
                        .forEach(error -> service.at("path").invalid(step + ": " + error));
            }
        }
    }
}
