package io.gantry.agent.cluster;

/** A PersistentVolume: others may have had its name before. */
public record VolumeIdentity(String name, String uid) {}
