package io.gantry.api;

import java.util.List;

/** A kind's collection and an object of it. */
record FuzzSeed(String path, String object) {

    private static final String POD = """
            {"metadata":{"name":"p","labels":{"a":"b"},"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"o","uid":"u","controller":true}],
            "finalizers":["a.b/c"]},"spec":{"restartPolicy":"Always","nodeSelector":{"k":"v"},"tolerations":[{"key":"k","operator":"Exists"}],
            "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"k","operator":"In","values":["v"]}]}]}}},
            "volumes":[{"name":"v","configMap":{"name":"m"}},{"name":"w","emptyDir":{"sizeLimit":"1Gi"}},{"name":"x","hostPath":{"path":"/x"}}],
            "initContainers":[{"name":"i","image":"busybox"}],
            "containers":[{"name":"c","image":"busybox:1","command":["sh"],"args":["-c"],"env":[{"name":"E","value":"1"},{"name":"F","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
            "ports":[{"containerPort":80,"hostPort":8080,"protocol":"TCP","name":"http"}],"resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"100m"}},
            "volumeMounts":[{"name":"v","mountPath":"/v"}],"livenessProbe":{"httpGet":{"path":"/","port":80},"periodSeconds":5},
            "readinessProbe":{"tcpSocket":{"port":"http"}},"securityContext":{"runAsUser":1}}]}}""";
    private static final String SERVICE = """
            {"metadata":{"name":"s"},"spec":{"type":"NodePort","selector":{"a":"b"},"sessionAffinity":"ClientIP","ports":[{"name":"http","port":80,"targetPort":"http","protocol":"TCP"},{"name":"b","port":81,"targetPort":81}]}}""";

    static List<FuzzSeed> all() {
        String namespaced = "/api/v1/namespaces/default/";
        return List.of(
                new FuzzSeed(namespaced + "pods", POD),
                new FuzzSeed("/apis/apps/v1/namespaces/default/deployments", ObjectLifecycleTest.deployment("web", 2)),
                new FuzzSeed("/apis/apps/v1/namespaces/default/replicasets", ObjectLifecycleTest.deployment("rs", 2)),
                new FuzzSeed(namespaced + "services", SERVICE),
                new FuzzSeed(
                        namespaced + "configmaps",
                        "{\"metadata\":{\"name\":\"m\",\"labels\":{\"a\":\"b\"},\"annotations\":{\"c\":\"d\"}},\"data\":{\"k\":\"v\"},\"binaryData\":{\"b\":\"AAAA\"}}"),
                new FuzzSeed(
                        namespaced + "secrets",
                        "{\"metadata\":{\"name\":\"s\"},\"type\":\"Opaque\",\"data\":{\"k\":\"dg==\"},\"stringData\":{\"x\":\"y\"}}"),
                new FuzzSeed(
                        namespaced + "events",
                        "{\"metadata\":{\"name\":\"e\"},\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"default\",\"name\":\"p\"},\"count\":1}"),
                new FuzzSeed(
                        "/apis/events.k8s.io/v1/namespaces/default/events",
                        "{\"metadata\":{\"name\":\"f\"},\"regarding\":{\"kind\":\"Pod\",\"namespace\":\"default\"},\"eventTime\":\"2026-01-01T00:00:00.000000Z\",\"action\":\"a\",\"reason\":\"r\",\"type\":\"Normal\",\"reportingController\":\"c/d\",\"reportingInstance\":\"i\"}"),
                new FuzzSeed(
                        "/api/v1/nodes",
                        "{\"metadata\":{\"name\":\"n\"},\"spec\":{\"podCIDR\":\"10.0.0.0/24\",\"taints\":[{\"key\":\"k\",\"effect\":\"NoSchedule\"}]},\"status\":{\"capacity\":{\"cpu\":\"4\"},\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"),
                new FuzzSeed(
                        "/api/v1/namespaces",
                        "{\"metadata\":{\"name\":\"ns\"},\"spec\":{\"finalizers\":[\"kubernetes\"]}}"),
                new FuzzSeed(
                        namespaced + "endpoints",
                        "{\"metadata\":{\"name\":\"ep\"},\"subsets\":[{\"addresses\":[{\"ip\":\"10.0.0.1\"}],\"ports\":[{\"port\":80}]}]}"),
                new FuzzSeed(
                        "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
                        "{\"metadata\":{\"name\":\"es\"},\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"10.0.0.1\"]}],\"ports\":[{\"name\":\"p\",\"port\":80,\"protocol\":\"TCP\"}]}"),
                new FuzzSeed(
                        "/apis/coordination.k8s.io/v1/namespaces/default/leases",
                        "{\"metadata\":{\"name\":\"l\"},\"spec\":{\"holderIdentity\":\"h\",\"leaseDurationSeconds\":40,\"renewTime\":\"2026-01-01T00:00:00.000000Z\"}}"),
                new FuzzSeed(
                        namespaced + "serviceaccounts",
                        "{\"metadata\":{\"name\":\"sa\"},\"secrets\":[{\"name\":\"x\"}]}"),
                new FuzzSeed(
                        namespaced + "replicationcontrollers",
                        "{\"metadata\":{\"name\":\"rc\"},\"spec\":{\"replicas\":1,\"selector\":{\"a\":\"b\"},\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}"),
                new FuzzSeed(
                        "/apis/apps/v1/namespaces/default/controllerrevisions",
                        "{\"metadata\":{\"name\":\"cr\"},\"data\":{\"x\":1},\"revision\":1}"),
                new FuzzSeed(
                        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
                        "{\"metadata\":{\"name\":\"ro\"},\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"get\"],\"resourceNames\":[\"x\"]}]}"),
                new FuzzSeed(
                        "/apis/networking.k8s.io/v1/namespaces/default/ingresses",
                        "{\"metadata\":{\"name\":\"in\"},\"spec\":{\"rules\":[{\"host\":\"a.b\",\"http\":{\"paths\":[{\"path\":\"/\",\"pathType\":\"Prefix\",\"backend\":{\"service\":{\"name\":\"s\",\"port\":{\"number\":80}}}}]}}],\"tls\":[{\"hosts\":[\"a.b\"]}]}}"),
                new FuzzSeed(
                        "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies",
                        "{\"metadata\":{\"name\":\"np\"},\"spec\":{\"podSelector\":{\"matchLabels\":{\"a\":\"b\"}},\"ingress\":[{\"from\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\",\"except\":[\"10.1.0.0/16\"]}}],\"ports\":[{\"port\":80,\"endPort\":90}]}]}}"),
                new FuzzSeed(
                        "/apis/batch/v1/namespaces/default/cronjobs",
                        "{\"metadata\":{\"name\":\"cj\"},\"spec\":{\"schedule\":\"*/5 * * * *\",\"timeZone\":\"Etc/UTC\",\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}}}"),
                new FuzzSeed(
                        "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
                        "{\"metadata\":{\"name\":\"h\"},\"spec\":{\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"web\"},\"maxReplicas\":3,\"metrics\":[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"target\":{\"type\":\"Utilization\",\"averageUtilization\":50}}}],\"behavior\":{\"scaleUp\":{\"policies\":[{\"type\":\"Pods\",\"value\":1,\"periodSeconds\":15}]}}}}"),
                new FuzzSeed(
                        "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
                        "{\"metadata\":{\"name\":\"pdb\"},\"spec\":{\"minAvailable\":\"50%\",\"selector\":{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"b\"]}]}}}"),
                new FuzzSeed(
                        namespaced + "resourcequotas",
                        "{\"metadata\":{\"name\":\"rq\"},\"spec\":{\"hard\":{\"pods\":\"100000\",\"requests.cpu\":\"1000\"},\"scopeSelector\":{\"matchExpressions\":[{\"scopeName\":\"PriorityClass\",\"operator\":\"In\",\"values\":[\"x\"]}]}}}"),
                new FuzzSeed(
                        namespaced + "persistentvolumeclaims",
                        "{\"metadata\":{\"name\":\"pvc\"},\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],\"resources\":{\"requests\":{\"storage\":\"1Gi\"}},\"storageClassName\":\"s\"}}"),
                new FuzzSeed(
                        "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas",
                        "{\"metadata\":{\"name\":\"fs\"},\"spec\":{\"priorityLevelConfiguration\":{\"name\":\"p\"},\"matchingPrecedence\":5,\"rules\":[{\"subjects\":[{\"kind\":\"User\",\"user\":{\"name\":\"u\"}}],\"resourceRules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"],\"namespaces\":[\"*\"]}]}]}}"),
                new FuzzSeed(
                        "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                        "{\"spec\":{\"user\":\"u\",\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\",\"fieldSelector\":{\"rawSelector\":\"a=b\"},\"labelSelector\":{\"requirements\":[{\"key\":\"k\",\"operator\":\"In\",\"values\":[\"v\"]}]}}}}"),
                new FuzzSeed(
                        "/apis/history.gantry.io/v1/namespaces/default/undos",
                        "{\"apiVersion\":\"history.gantry.io/v1\",\"kind\":\"Undo\",\"spec\":{\"resource\":\"configmaps\",\"name\":\"m\",\"revision\":\"3\"}}"),
                new FuzzSeed(
                        "/apis/transactions.gantry.io/v1/transactions",
                        "{\"apiVersion\":\"transactions.gantry.io/v1\",\"kind\":\"Transaction\",\"spec\":{\"namespace\":\"default\",\"operations\":["
                                + "{\"create\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"t\"}}},"
                                + "{\"patch\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"m\"}},\"with\":{\"data\":{\"v\":\"3\"}}}]}}"));
    }
}
