package io.gantry.node;

/** What nodes ask for in the name of their pods. */
public record PodCredentials(NodeTokens tokens, NodeCertificates certificates) {}
