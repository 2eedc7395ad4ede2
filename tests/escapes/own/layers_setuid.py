# id: L01
# category: processes
# attempts: run a program that is root's and has the set-user-id bit: no_new_privs keeps it from being root
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block|error; process: contained; container: contained
# bounded by: prints a number
import subprocess
def target(cfg):
    o = subprocess.run([cfg["setuid_id"], "-u"], capture_output=True, timeout=5).stdout
    return "ESCAPED ran a program as root" if o == b"0\n" else "LANG ran a program as " + o.decode().strip()
