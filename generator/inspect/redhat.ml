(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Systems with rpm that come from Red Hat's. *)

open Os

let yum_then_dnf = [
  rule (from 8) "rpm" "dnf";
  rule (from 5) "rpm" "yum";
  rule (from 2) "rpm" "up2date";
  rule always "rpm" "unknown";
]
let dnf = packaged "rpm" "dnf"
let yum = packaged "rpm" "yum"
let dnf_is_there = with_file ["/usr/bin/dnf"; "/usr/bin/dnf5"]
let ostree = with_file ["/usr/bin/rpm-ostree"] always

let logo = [
  below 7, { path = "/usr/share/pixmaps/redhat/shadowman-transparent.png";
             limit = 102400 };
  from 7, { path = "/usr/share/icons/hicolor/96x96/apps/system-logo-icon.png";
            limit = 102400 };
]

(* Systems that are not Red Hat's keep this file with their name in it. *)
let redhat_release patterns =
  { (legacy "/etc/redhat-release" patterns) with kept = true }

(* A system that the library of 1.48 takes for "redhat-based". *)
let clone = { linux with packages = dnf; osinfo = osinfo "";
                         older = "redhat-based" }

let rows = [
  { linux with
    distro = "fedora-coreos"; name = "Fedora CoreOS";
    derived_from = ["fedora"]; marks = [Variant "coreos"];
    packages = packaged "rpm" "rpm-ostree";
    osinfo = osinfo "fedora-coreos-stable";
    older = "no root" };
  { linux with
    distro = "fedora"; name = "Fedora";
    ids = ["fedora"];
    legacy = [redhat_release ["Fedora*release {M}"]];
    packages = [rule (dnf_is_there (from 22)) "rpm" "dnf";
                rule (from 1) "rpm" "yum";
                rule always "rpm" "unknown"];
    osinfo = osinfo "fedora{M}";
    icons = [icon "/usr/share/icons/hicolor/96x96/apps/fedora-logo-icon.png"] };
  { linux with
    distro = "rhcos"; name = "Red Hat Enterprise Linux CoreOS";
    ids = ["rhcos"]; derived_from = ["rhel"]; marks = [Variant "coreos"];
    packages = packaged "rpm" "rpm-ostree";
    osinfo = osinfo "";
    older = "no root" };
  { linux with
    distro = "rhel"; name = "Red Hat Enterprise Linux";
    ids = ["rhel"];
    legacy = [redhat_release (release "Red Hat")];
    packages = yum_then_dnf; icons = logo };
  { linux with
    distro = "centos"; name = "CentOS";
    ids = ["centos"];
    legacy = [legacy "/etc/centos-release" (release "CentOS");
              redhat_release (release "CentOS")];
    minor = Legacy_with_name;
    packages = yum_then_dnf;
    osinfo = [{ (from 8) with product = "*Stream" }, "centos-stream{M}";
              from 8, "centos{M}";
              between 7 7, "centos7.0"; between 6 6, "centos6.{m}"];
    icons = logo };
  { linux with
    distro = "circle"; name = "Circle Linux";
    ids = ["circle"];
    legacy = [legacy "/etc/circle-release" (release "Circle Linux");
              redhat_release (release "Circle Linux")];
    minor = Legacy_with_name;
    packages = yum_then_dnf;
    osinfo = [from 8, "circle{M}"]; icons = logo;
    older = "redhat-based" };
  { linux with
    distro = "rocky"; name = "Rocky Linux";
    ids = ["rocky"];
    legacy = [legacy "/etc/rocky-release" (release "Rocky Linux");
              redhat_release (release "Rocky Linux")];
    minor = Legacy_with_name;
    packages = yum_then_dnf;
    osinfo = [from 8, "rocky{M}"]; icons = logo };
  { linux with
    distro = "scientificlinux"; name = "Scientific Linux";
    ids = ["scientific"];
    legacy = [redhat_release (release "Scientific Linux")];
    packages = yum_then_dnf; icons = logo };
  { linux with
    distro = "oraclelinux"; name = "Oracle Linux";
    ids = ["ol"];
    legacy = [legacy "/etc/oracle-release" (release "Oracle Linux")];
    packages = yum_then_dnf;
    osinfo = osinfo "ol{M}.{m}"; icons = logo;
    note = "The osinfo id is that of libosinfo, C<ol8.9>; the older library \
            says C<oraclelinux8.9>." };
  { clone with
    distro = "almalinux"; name = "AlmaLinux";
    ids = ["almalinux"];
    legacy = [legacy "/etc/almalinux-release" (release "AlmaLinux")];
    osinfo = osinfo "almalinux{M}"; icons = logo };
  { linux with
    distro = "amazonlinux"; name = "Amazon Linux";
    ids = ["amzn"];
    legacy = [{ (legacy "/etc/system-release"
                   ["Amazon Linux*{M}.{m}"; "Amazon Linux*{M}"]) with
                kept = true }];
    packages = [rule (from 2022) "rpm" "dnf"; rule always "rpm" "yum"];
    osinfo = osinfo "";
    older = "unknown" };
  { clone with
    distro = "anolis"; name = "Anolis OS";
    ids = ["anolis"];
    legacy = [legacy "/etc/anolis-release" (release "")] };
  { linux with
    distro = "azurelinux"; name = "Azure Linux, CBL-Mariner";
    ids = ["azurelinux"; "mariner"];
    legacy = [legacy "/etc/azurelinux-release" ["*{M}.{m}"];
              legacy "/etc/mariner-release" ["*{M}.{m}"]];
    packages = dnf; osinfo = osinfo "";
    older = "unknown" };
  { linux with
    distro = "photon"; name = "Photon OS";
    ids = ["photon"];
    legacy = [legacy "/etc/photon-release" ["*Photon*{M}.{m}"]];
    packages = dnf; osinfo = osinfo "";
    older = "unknown" };
  { clone with distro = "eurolinux"; name = "EuroLinux"; ids = ["eurolinux"] };
  { clone with
    distro = "cloudlinux"; name = "CloudLinux";
    ids = ["cloudlinux"]; packages = yum_then_dnf };
  { clone with distro = "navylinux"; name = "Navy Linux"; ids = ["navylinux"] };
  { clone with
    distro = "miraclelinux"; name = "MIRACLE LINUX, Asianux";
    ids = ["miraclelinux"; "asianux"];
    packages = yum_then_dnf; osinfo = osinfo "miraclelinux{M}.{m}" };
  { clone with
    distro = "xcp-ng"; name = "XCP-ng, XenServer (dom0)";
    ids = ["xcp-ng"; "xenenterprise"];
    legacy = [redhat_release ["XCP-ng*release {M}.{m}";
                              "XenServer*release {M}.{m}"]];
    packages = yum };
  { clone with
    distro = "virtuozzo"; name = "Virtuozzo";
    ids = ["virtuozzo"]; packages = yum_then_dnf };
  { clone with
    distro = "nobara"; name = "Nobara";
    ids = ["nobara"]; older = "redhat-based" };
  { clone with
    distro = "ultramarine"; name = "Ultramarine Linux";
    ids = ["ultramarine"] };
  { clone with
    distro = "bazzite"; name = "Bazzite, Aurora, Bluefin";
    ids = ["bazzite"; "aurora"; "bluefin"];
    packages = [rule ostree "rpm" "rpm-ostree"; rule always "rpm" "dnf"];
    older = "no root" };
  { clone with
    distro = "qubes"; name = "Qubes OS (dom0)";
    ids = ["qubes"];
    legacy = [legacy "/etc/qubes-release" ["*release {M}.{m}"]];
    older = "redhat-based" };
  { clone with distro = "openela"; name = "OpenELA"; ids = ["openela"] };
  { clone with
    distro = "alinux"; name = "Alibaba Cloud Linux";
    ids = ["alinux"];
    legacy = [legacy "/etc/alinux-release" (release "")];
    packages = [rule (from 3) "rpm" "dnf"; rule always "rpm" "yum"] };
  { clone with distro = "bclinux"; name = "BigCloud Linux"; ids = ["bclinux"] };
  { clone with
    distro = "eulix"; name = "EulerOS, Huawei Cloud EulerOS";
    ids = ["euleros"; "hce"];
    packages = [rule (dnf_is_there always) "rpm" "dnf";
                rule always "rpm" "yum"];
    older = "redhat-based" };
  { clone with distro = "rosa"; name = "ROSA"; ids = ["rosa"] };
  { clone with distro = "redos"; name = "RED OS"; ids = ["redos"] };
  { linux with
    distro = "kylin"; name = "Kylin";
    ids = ["kylin"];
    packages = rule (with_file ["/var/lib/dpkg/status"] always) "deb" "apt"
               :: yum_then_dnf;
    note = "Desktop editions have packages of Debian's format." };
  { linux with
    distro = "neokylin"; name = "NeoKylin"; ids = ["neokylin"];
    packages = dnf };
  { linux with
    distro = "opencloudos"; name = "OpenCloudOS";
    ids = ["opencloudos"];
    legacy = [legacy "/etc/opencloudos-release" (release "OpenCloudOS")];
    packages = dnf; older = "unknown" };
  { linux with
    distro = "openeuler"; name = "openEuler"; ids = ["openEuler"];
    packages = dnf; older = "unknown" };
  { linux with
    distro = "tencentos"; name = "TencentOS Server";
    ids = ["tencentos"];
    legacy = [legacy "/etc/tencentos-release"
                ["TencentOS* {M}.{m}"; "TencentOS* {M}"]];
    packages = dnf; older = "unknown" };
  { linux with
    distro = "redhat-based"; name = "other systems like Red Hat's";
    legacy = [redhat_release ["*release {M}.{m}"; "*release {M}";
                              "*{M}.{m}"; ""];
              { (legacy "/etc/system-release"
                   ["*release {M}.{m}"; "*release {M}"; "*{M}.{m}"; ""]) with
                kept = true }];
    packages = yum_then_dnf; icons = logo;
    note = "Systems with F</etc/redhat-release> and no F</etc/os-release>." };
]
