package io.gantry.history;

import io.gantry.cache.ClusterView;
import io.gantry.identity.Authorizer;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.registry.Registry;
import io.gantry.resource.Operation;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.Scope;
import io.gantry.resource.Source;
import io.gantry.resource.TableColumns;
import io.gantry.resource.VirtualKinds;
import io.gantry.resource.table.ColumnList;
import io.gantry.resource.table.ConfigColumns;
import io.gantry.store.ObjectStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The group history.gantry.io: revisions, which are read, and undos, which are created. */
public final class HistoryKinds {

    static final String GROUP = "history.gantry.io";
    static final String API_VERSION = GROUP + "/v1";

    private static final TableColumns REVISION = ColumnList.named()
            .text("Object", "What was written.", HistoryKinds::object)
            .text("Verb", "What was done.", o -> Nodes.text(o.json(), "verb"))
            .text("User", "Who asked for it.", o -> Nodes.text(o.json(), "user"))
            .wide("Agent", "By which program or field manager.", o -> Nodes.text(o.json(), "agent"))
            .text("Change", "What was changed, in short.", o -> Nodes.text(o.json(), "summary"))
            .age()
            .build();

    private HistoryKinds() {}

    /** Which part of the cluster a kind is about. */
    enum Extent {
        NAMESPACES,
        CLUSTER;

        /** {@code Revision} or {@code ClusterRevision}. */
        String kind(String name) {
            return this == CLUSTER ? "Cluster" + name : name;
        }

        /** {@code revisions} or {@code clusterrevisions}. */
        GroupResource resource(String plural) {
            return new GroupResource(GROUP, kind(plural).toLowerCase(Locale.ROOT));
        }

        Scope scope() {
            return this == CLUSTER ? Scope.CLUSTER : Scope.NAMESPACED;
        }
    }

    /**
     * The definitions.
     *
     * @param confidential resources of which history shows no values
     */
    public static List<ResourceDefinition> definitions(
            Resources resources,
            Registry registry,
            ObjectStore store,
            ClusterView view,
            Authorizer authorizer,
            Set<GroupResource> confidential) {
        Rights rights = new Rights(authorizer);
        RevisionDocument document = new RevisionDocument(new HiddenValues(confidential));
        return Stream.of(Extent.values())
                .flatMap(extent -> Stream.of(
                        revisions(extent, new Revisions(extent, resources, store, rights, document)),
                        undos(extent, new Undos(extent, resources, registry, store, view, rights))))
                .toList();
    }

    private static ResourceDefinition revisions(Extent extent, Source source) {
        return VirtualKinds.read(
                GROUP,
                extent.kind("Revision"),
                extent.resource("revisions").resource(),
                extent.scope(),
                Map.of("resource", "/object/resource", "object", "/object/name", "user", "/user", "agent", "/agent"),
                REVISION,
                source);
    }

    private static ResourceDefinition undos(Extent extent, Operation operation) {
        return VirtualKinds.done(
                GROUP,
                extent.kind("Undo"),
                extent.resource("undos").resource(),
                extent.scope(),
                ConfigColumns.DEFAULT,
                operation);
    }

    private static String object(ApiObject revision) {
        return Nodes.text(revision.json().path("object"), "resource") + "/"
                + Nodes.text(revision.json().path("object"), "name");
    }
}
