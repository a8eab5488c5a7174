#!/bin/sh
# Turns the fresh namespaces it runs in (mount, pid, uts, ipc, net) into a host of its own, with this machine's files as its
# installed system: every write lands in memory and is gone when this process, the host's first, ends.
#
# usage: host-init.sh NAME FOLDER; the folder holds host_key and authorized_keys
set -eu
name=$1
folder=$2
files=$folder/$name.files
root=$files/root

mount --make-rprivate /
hostname "$name"
mkdir -p "$files"
mount -t tmpfs -o size=6g,mode=755 "$name" "$files"
mkdir "$files/upper" "$files/work" "$files/ssh" "$root"
cp "$folder/host_key" "$folder/authorized_keys" "$files/ssh"
mount -t overlay -o "lowerdir=/,upperdir=$files/upper,workdir=$files/work" overlay "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup"
mount --rbind /dev "$root/dev"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
# an engine's layers cannot lie on an overlay
mkdir -p "$root/var/lib/docker"
mount -t tmpfs -o mode=711 tmpfs "$root/var/lib/docker"
mkdir -p "$root/run/sshd" "$root/run/ssh"
cp "$files"/ssh/* "$root/run/ssh"
chmod 600 "$root"/run/ssh/*
# this machine may be an image's build, which starts no services; the host is none
rm -f "$root/usr/sbin/policy-rc.d"
# the engine's init script raises limits, which a machine without CAP_SYS_RESOURCE refuses
echo 'ulimit() { command ulimit "$@" 2>/dev/null || true; }' >>"$root/etc/default/docker"
echo "127.0.0.1 localhost $name" >"$root/etc/hosts"

mkdir -p "$root/run/before"
cd "$root"
pivot_root . run/before
umount -l /run/before
rmdir /run/before
exec /usr/sbin/sshd -D -e -f /dev/null -h /run/ssh/host_key -o AuthorizedKeysFile=/run/ssh/authorized_keys \
    -o PidFile=none -o UsePAM=no -o PermitRootLogin=prohibit-password -o StrictModes=no -o Subsystem="sftp internal-sftp"
