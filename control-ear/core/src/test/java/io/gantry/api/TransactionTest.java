package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiFixture.Reply;
import io.gantry.identity.UserInfo;
import io.gantry.store.StoreEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row 6.1: many objects in one transaction. */
class TransactionTest {

    private static final String PATH = "/apis/transactions.gantry.io/v1/transactions";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final UserInfo JANE = new UserInfo("jane", List.of(UserInfo.AUTHENTICATED));

    private final ApiFixture api = new ApiFixture();

    private static String transaction(String... operations) {
        return ("{'apiVersion':'transactions.gantry.io/v1','kind':'Transaction','spec':{'namespace':'default','operations':["
                        + String.join(",", operations) + "]}}")
                .replace('\'', '"');
    }

    private static String map(String name, String value) {
        return "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'" + name + "'},'data':{'v':'" + value + "'}}";
    }

    private static String create(String name) {
        return "{'create':" + map(name, "1") + "}";
    }

    private String value(String name) {
        return api.get(MAPS + "/" + name).at("/data/v");
    }

    @Test
    void everyKindOfWriteIsDoneTogetherAtConsecutiveRevisions() {
        for (String name : List.of("updated", "patched", "applied", "deleted")) {
            api.post(MAPS, map(name, "0").replace('\'', '"')).is(201);
        }
        long before = api.store.revision();
        Reply done = api.post(
                        PATH,
                        transaction(
                                create("created"),
                                "{'update':" + map("updated", "2") + "}",
                                "{'patch':" + map("patched", "x") + ",'with':{'data':{'v':'3'}}}",
                                "{'apply':" + map("applied", "4") + ",'force':true}",
                                "{'delete':" + map("deleted", "x") + "}"))
                .is(201);
        assertThat(List.of(value("created"), value("updated"), value("patched"), value("applied")))
                .containsExactly("1", "2", "3", "4");
        api.get(MAPS + "/deleted").is(404);
        List<StoreEvent> events = api.store.eventsAfter(before, 100);
        assertThat(events)
                .extracting(StoreEvent::revision)
                .containsExactly(before + 1, before + 2, before + 3, before + 4, before + 5);
        assertThat(done.json().at("/status/results")).hasSize(5);
        assertThat(done.at("/status/results/2/resourceVersion")).isEqualTo(Long.toString(before + 3));
        assertThat(done.at("/status/results/2/resourceVersion"))
                .isEqualTo(api.get(MAPS + "/patched").at("/metadata/resourceVersion"));
        assertThat(done.at("/status/results/4/operation")).isEqualTo("delete");
    }

    @Test
    void whenOneIsRefusedNothingIsWrittenAndTheCauseNamesIt() {
        long before = api.store.revision();
        Reply refused = api.post(
                        PATH,
                        transaction(
                                create("good"),
                                "{'create':{'apiVersion':'v1','kind':'Service','metadata':{'name':'s'},'spec':{'ports':[{'port':0}]}}}"))
                .is(422);
        assertThat(refused.message())
                .startsWith(
                        "spec.operations[1] (create services \"s\"): Service \"s\" is invalid: [spec.ports[0].port: Invalid value: 0")
                .endsWith("; nothing was written");
        List<String> fields = new ArrayList<>();
        refused.json()
                .at("/details/causes")
                .forEach(cause -> fields.add(cause.path("field").asText()));
        assertThat(fields).contains("spec.operations[1]", "spec.operations[1].create.spec.ports[0].port");
        assertThat(api.store.revision()).isEqualTo(before);
        api.get(MAPS + "/good").is(404);
    }

    @Test
    void anOperationSeesWhatThoseBeforeItWrote() {
        api.post(
                        PATH,
                        transaction(
                                "{'create':{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'new'}}}",
                                "{'create':" + map("a", "1").replace("'name'", "'namespace':'new','name'") + "}",
                                "{'patch':" + map("a", "1").replace("'name'", "'namespace':'new','name'")
                                        + ",'with':{'data':{'w':'2'}}}"))
                .is(201);
        Reply made = api.get("/api/v1/namespaces/new/configmaps/a").is(200);
        assertThat(made.at("/data/v") + made.at("/data/w")).isEqualTo("12");
    }

    @Test
    void whatHoldsForANamespaceHoldsFromItsFirstObjectOn() {
        String namespace = "{'create':{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'strict','labels':"
                + "{'pod-security.kubernetes.io/enforce':'LEVEL'}}}}";
        String pod = "{'create':{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'strict'},'spec':"
                + "{'hostNetwork':true,'containers':[{'name':'c','image':'i'}]}}}";
        assertThat(api.post(PATH, transaction(namespace.replace("LEVEL", "baseline"), pod))
                        .is(403)
                        .message())
                .contains("violates PodSecurity \"baseline:latest\"");
        api.post(PATH, transaction(namespace.replace("LEVEL", "privileged"), pod))
                .is(201);
    }

    @Test
    void whatAPodNamesMayBeMadeJustBeforeIt() {
        api.post(
                        PATH,
                        transaction(
                                "{'create':{'apiVersion':'node.k8s.io/v1','kind':'RuntimeClass','metadata':{'name':'fast'},"
                                        + "'handler':'runc','overhead':{'podFixed':{'cpu':'10m'}}}}",
                                "{'create':{'apiVersion':'scheduling.k8s.io/v1','kind':'PriorityClass','metadata':{'name':'high'},"
                                        + "'value':7}}",
                                "{'create':{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':{"
                                        + "'runtimeClassName':'fast','priorityClassName':'high',"
                                        + "'containers':[{'name':'c','image':'i'}]}}}"))
                .is(201);
        Reply pod = api.get("/api/v1/namespaces/default/pods/p").is(200);
        assertThat(pod.at("/spec/overhead/cpu") + " " + pod.at("/spec/priority"))
                .isEqualTo("10m 7");
    }

    @Test
    void servicesOfOneTransactionGetDifferentAddresses() {
        String service =
                "{'create':{'apiVersion':'v1','kind':'Service','metadata':{'name':'NAME'},'spec':{'ports':[{'port':80}]}}}";
        api.post(PATH, transaction(service.replace("NAME", "s1"), service.replace("NAME", "s2")))
                .is(201);
        String first = api.get("/api/v1/namespaces/default/services/s1").is(200).at("/spec/clusterIP");
        String second =
                api.get("/api/v1/namespaces/default/services/s2").is(200).at("/spec/clusterIP");
        assertThat(first).startsWith("10.").isNotEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'absent':true|409",
                "'exists':true|201",
                "'resourceVersion':'1'|409",
                "'uid':'other'|409",
            })
    void preconditionsAreChecked(String expectation, int code) {
        api.post(MAPS, map("there", "0").replace('\'', '"')).is(201);
        api.post(
                        PATH,
                        transaction(
                                create("new"),
                                "{'apply':" + map("there", "1") + ",'force':true,'expect':{" + expectation + "}}"))
                .is(code);
        api.get(MAPS + "/new").is(code == 201 ? 200 : 404);
    }

    @Test
    void everyOperationNeedsItsOwnRights() {
        api.addDefaultRoles();
        assertThat(api.as(JANE, "POST", PATH, transaction(create("a"))).is(403).message())
                .contains("User \"jane\" cannot create resource \"configmaps\"");
    }

    @Test
    void aDryRunWritesNothingButRefusesWhatWouldBeRefused() {
        long before = api.store.revision();
        api.post(PATH + "?dryRun=All", transaction(create("a"), "{'delete':" + map("a", "") + "}"))
                .is(201);
        api.post(
                        PATH + "?dryRun=All",
                        transaction(
                                create("b"),
                                "{'delete':" + map("b", "") + ",'options':{'propagationPolicy':'Background'}}"))
                .is(201);
        api.post(
                        PATH + "?dryRun=All",
                        transaction(
                                "{'create':{'apiVersion':'v1','kind':'Service','metadata':{'name':'s'},'spec':{'ports':[{'port':80}]}}}"))
                .is(201);
        api.post(PATH + "?dryRun=All", transaction(create("a"), create("a"))).is(409);
        assertThat(api.store.revision()).isEqualTo(before);
    }

    @Test
    void generatedNamesAreTold() {
        Reply done = api.post(PATH, transaction(create("x").replace("'name':'x'", "'generateName':'job-'")))
                .is(201);
        String name = done.at("/status/results/0/name");
        assertThat(name).startsWith("job-");
        assertThat(done.at("/status/results/0/resourceVersion"))
                .isEqualTo(api.get(MAPS + "/" + name).at("/metadata/resourceVersion"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|spec.operations: Required value",
                "{}|spec.operations[0]: Required value",
                "{'create':{},'delete':{}}|spec.operations[0]: Required value",
                "{'create':{'apiVersion':'v1','kind':'Car','metadata':{'name':'a'}}}|spec.operations[0].create.kind",
                "{'create':{'apiVersion':'history.gantry.io/v1','kind':'Undo','metadata':{'name':'a'}}}|spec.operations[0].create.kind",
                "{'create':{'apiVersion':'v1','kind':'ConfigMap'}}|spec.operations[0].create.metadata.name",
                "{'delete':{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'../x'}}}|spec.operations[0].delete.metadata",
                "{'patch':{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'}}}|spec.operations[0].with",
                "{'upsert':1}|spec.operations[0]",
                "{'delete':{'apiVersion':'v1','kind':'Pod','metadata':{'name':'a'}},'subresource':'exec'}|spec.operations[0].subresource",
            })
    void whatCannotBeReadIsRefusedAtItsField(String operation, String field) {
        assertThat(api.post(PATH, transaction(operation)).is(422).message()).contains(field);
    }

    @Test
    void tooManyOperationsAreRefused() {
        String many = IntStream.range(0, 501).mapToObj(i -> create("m" + i)).collect(Collectors.joining(","));
        assertThat(api.post(PATH, transaction(many)).is(422).message())
                .contains("Too many: 501: must have at most 500 items");
    }
}
