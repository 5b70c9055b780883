using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Broker;

/// <summary>The CA is made once and never replaced by itself; the server certificate is renewed whenever that is due.</summary>
public sealed class CertificateAuthorityTests : IDisposable
{
    private static readonly string[] Names = ["localhost", "127.0.0.1"];

    private static readonly Lazy<(string Certificate, string Key)> Other = new(MakeOther);

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-ca-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>A first start makes both, for the bridge's user alone, with the lives and the names that they ought to have; the next one finds them.</summary>
    [Fact]
    public void AFirstStartMakesBoth()
    {
        string fingerprint;
        using (CertificateAuthority authority = CertificateAuthority.Open(_data, _now, mayMake: true))
        {
            fingerprint = authority.Fingerprint;
            using X509Certificate2 server = authority.Server(ServerNames.Of(["Bridge.House", "192.168.1.10"], "duty-pc"), _now, out string why);
            Assert.Equal("there was none", why);
            Assert.Equal(["localhost", "duty-pc", "bridge.house", "127.0.0.1", "::1", "192.168.1.10"], ServerNames.In(server));
            Assert.True(server.MatchesHostname("bridge.house"));
            Assert.True(server.MatchesHostname("192.168.1.10"));
            Assert.False(server.MatchesHostname("evil.example"));
            Assert.Equal(-1, Days(server.NotBefore));
            Assert.Equal(397, Days(server.NotAfter));
            Assert.Equal(-1, Days(authority.Certificate.NotBefore));
            Assert.Equal(_now.AddYears(20).Date, authority.Certificate.NotAfter.ToUniversalTime().Date);
            Assert.Contains(server.Extensions.OfType<X509EnhancedKeyUsageExtension>(), use => use.EnhancedKeyUsages["1.3.6.1.5.5.7.3.1"] != null);
            Assert.DoesNotContain(server.Extensions.OfType<X509BasicConstraintsExtension>(), constraints => constraints.CertificateAuthority);
        }

        using CertificateAuthority again = CertificateAuthority.Open(_data, _now, mayMake: true);
        again.Server(Names, _now, out string nothing).Dispose();
        Assert.Equal("", nothing);
        Assert.Equal(fingerprint, again.Fingerprint);
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", fingerprint);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(FileOf("")));
            Assert.Equal(Owner, File.GetUnixFileMode(FileOf("ca.key")));
            Assert.Equal(Owner, File.GetUnixFileMode(FileOf("server.key")));
        }
    }

    /// <summary>A machine whose clock has not been set makes no CA that has ended when it is.</summary>
    [Fact]
    public void AnUnsetClockMakesNothing()
    {
        StartupException exception = Assert.Throws<StartupException>(() => CertificateAuthority.Open(_data, DateTimeOffset.UnixEpoch.AddHours(1), mayMake: true));
        Assert.Contains("The clock of this machine says 1970-01-01", exception.Message, StringComparison.Ordinal);
        Assert.False(CertificateAuthority.IsIn(_data));
    }

    /// <summary>When a server certificate has to be made anew, as a table.</summary>
    [Theory]
    [InlineData(0, "localhost", "")]
    [InlineData(366, "localhost", "")]
    [InlineData(368, "localhost", "it ends at")]
    [InlineData(400, "localhost", "it ends at")]
    [InlineData(-3, "localhost", "it begins only at")]
    [InlineData(0, "bridge.house", "it does not name bridge.house")]
    public void RenewalIsDue(int days, string name, string why)
    {
        ReadyCertificates.CopyTo(_data);
        using CertificateAuthority authority = CertificateAuthority.Open(_data, _now, mayMake: false);
        using X509Certificate2 server = authority.ReadServer();
        string lacks = CertificateAuthority.Lacks(server, new DateTimeOffset(authority.Certificate.NotAfter), [name], _now.AddDays(days));
        Assert.StartsWith(why, lacks, StringComparison.Ordinal);
        Assert.Equal(why.Length == 0, lacks.Length == 0);
    }

    /// <summary>What ends with its CA is not made anew every day of its last month, and nothing lasts longer than its CA.</summary>
    [Fact]
    public void NothingOutlivesItsAuthority()
    {
        ReadyCertificates.CopyTo(_data);
        using CertificateAuthority authority = CertificateAuthority.Open(_data, _now, mayMake: false);
        DateTimeOffset end = new(authority.Certificate.NotAfter);
        using X509Certificate2 last = authority.Server(Names, end.AddDays(-10), out string why);
        Assert.NotEqual("", why);
        Assert.Equal(authority.Certificate.NotAfter, last.NotAfter);
        authority.Server(Names, end.AddDays(-5), out string nothing).Dispose();
        Assert.Equal("", nothing);
        Assert.Contains("set the clock", Assert.Throws<StartupException>(() => authority.Server(Names, end.AddDays(1), out _)).Message, StringComparison.Ordinal);
    }

    /// <summary>An expired server certificate is renewed at a start, with a new key and under the same CA.</summary>
    [Fact]
    public void AnExpiredOneIsRenewed()
    {
        ReadyCertificates.CopyTo(_data);
        byte[] authorityBefore = File.ReadAllBytes(FileOf("ca.crt"));
        string keyBefore = File.ReadAllText(FileOf("server.key"));
        var later = new FakeTimeProvider(_now.AddDays(500));
        X509Certificate2 shown = new ServerIdentity(_data, Names, later, Assert.Fail).Current().TargetCertificate;
        Assert.Equal(897, Days(shown.NotAfter));
        Assert.NotEqual(keyBefore, File.ReadAllText(FileOf("server.key")));
        Assert.Equal(authorityBefore, File.ReadAllBytes(FileOf("ca.crt")));
    }

    /// <summary>What is missing, damaged, foreign or does not fit is told with its file and a remedy, and nothing is replaced.</summary>
    [Theory]
    [InlineData("ca.crt", "-", "ca.crt is missing: put ca.crt and ca.key back")]
    [InlineData("ca.key", "-", "ca.key is missing: put ca.crt and ca.key back")]
    [InlineData("ca.crt", "x", "ca.crt is damaged, or is no certificate: put")]
    [InlineData("ca.crt", "", "ca.crt is damaged, or is no certificate: put")]
    [InlineData("ca.key", "x", "ca.key is not the private key of")]
    [InlineData("ca.key", "server.key", "ca.key is not the private key of")]
    [InlineData("server.key", "-", "server.key is missing: take server.crt and server.key away")]
    [InlineData("server.key", "x", "server.key is not the private key of")]
    [InlineData("server.crt", "x", "server.crt is damaged, or is no certificate: take")]
    [InlineData("server.crt", "long", "server.crt has more than 65536 bytes")]
    [InlineData("ca", "-", "ca.crt is missing: put")]
    [InlineData("ca", "server", "ca.crt is no certificate authority")]
    [InlineData("ca", "other", "server.crt is not signed by")]
    public void WhatCannotBeUsedIsTold(string file, string becomes, string message)
    {
        ReadyCertificates.CopyTo(_data);
        foreach (string path in new[] { ".crt", ".key" }.Select(end => file + end).Where(_ => file is "ca").DefaultIfEmpty(file))
        {
            string end = Path.GetExtension(path);
            switch (becomes)
            {
                case "-":
                    File.Delete(FileOf(path));
                    break;
                case "server":
                    File.Copy(FileOf("server" + end), FileOf(path), true);
                    break;
                case "other":
                    File.WriteAllText(FileOf(path), end is ".crt" ? Other.Value.Certificate : Other.Value.Key);
                    break;
                case "server.key":
                    File.Copy(FileOf(becomes), FileOf(path), true);
                    break;
                default:
                    File.WriteAllText(FileOf(path), becomes is "long" ? new string('x', 70_000) : becomes);
                    break;
            }
        }

        Dictionary<string, string> before = All();
        StartupException exception = Assert.Throws<StartupException>(() => new ServerIdentity(_data, Names, new FakeTimeProvider(_now), Assert.Fail));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Equal(before, All());
    }

    /// <summary>A power cut between the two files of a renewal leaves a pair that belongs together, and the next renewal does not lose it.</summary>
    [Fact]
    public void ARenewalThatWasCutOffIsFinished()
    {
        ReadyCertificates.CopyTo(_data);
        using CertificateAuthority authority = CertificateAuthority.Open(_data, _now, mayMake: false);
        string oldKey = File.ReadAllText(FileOf("server.key"));
        string serial = authority.Renew(Names, _now).SerialNumber;
        File.Move(FileOf("server.key"), FileOf("server.key.new"));
        Assert.Equal(serial, authority.ReadServer().SerialNumber);
        File.WriteAllText(FileOf("server.key"), oldKey);
        using X509Certificate2 found = authority.ReadServer();
        Assert.Equal(serial, found.SerialNumber);
        Assert.True(found.HasPrivateKey);

        // The next one is cut off earlier: its key is written, and its certificate cannot be.
        Directory.CreateDirectory(FileOf("server.crt.new"));
        Assert.Throws<StartupException>(() => authority.Renew(Names, _now));
        Assert.Equal(serial, authority.ReadServer().SerialNumber);
        Directory.Delete(FileOf("server.crt.new"));
        Assert.NotEqual(serial, authority.Renew(Names, _now).SerialNumber);
        Assert.False(File.Exists(FileOf("server.key.new")));
    }

    /// <summary>Keys that a copy has opened to others are closed again.</summary>
    [Fact]
    public void OpenKeysAreClosed()
    {
        ReadyCertificates.CopyTo(_data);
        if (OperatingSystem.IsWindows())
        {
            // It has no such modes.
            return;
        }

        File.SetUnixFileMode(FileOf("ca.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        CertificateAuthority.Open(_data, _now, mayMake: false).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileOf("ca.key")));
    }

    /// <summary>A certificate that another hand has renewed is shown to the next connection, at most a second later; one that cannot be used is told of once and not shown.</summary>
    [Fact]
    public void FilesAreFollowed()
    {
        ReadyCertificates.CopyTo(_data);
        var time = new FakeTimeProvider(_now);
        var faults = new List<string>();
        var identity = new ServerIdentity(_data, Names, time, faults.Add);
        string first = Shown();
        using CertificateAuthority authority = CertificateAuthority.Open(_data, _now, mayMake: false);
        string second = authority.Renew(Names, _now).SerialNumber;
        Assert.Equal(first, Shown());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(second, Shown());

        string good = File.ReadAllText(FileOf("server.crt"));
        File.WriteAllText(FileOf("server.crt"), "x");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(second, Shown());
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(second, Shown());
        Assert.Contains("server.crt is damaged", Assert.Single(faults), StringComparison.Ordinal);

        File.WriteAllText(FileOf("server.crt"), good);
        string third = authority.Renew(Names, _now).SerialNumber;
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(third, Shown());

        string Shown() => identity.Current().TargetCertificate.SerialNumber;
    }

    /// <summary>A bridge that runs for years renews by itself; a CA that somebody takes away meanwhile is not replaced.</summary>
    [Fact]
    public void ARunningBridgeRenews()
    {
        ReadyCertificates.CopyTo(_data);
        var time = new FakeTimeProvider(_now);
        var faults = new List<string>();
        var identity = new ServerIdentity(_data, Names, time, faults.Add);
        time.Advance(TimeSpan.FromDays(380));
        Assert.Equal(380 + 397, Days(identity.Current().TargetCertificate.NotAfter));
        Assert.Empty(faults);
        Directory.Delete(FileOf(""), true);
        time.Advance(TimeSpan.FromDays(380));
        Assert.Equal(380 + 397, Days(identity.Current().TargetCertificate.NotAfter));
        Assert.Contains("ca.crt is missing", Assert.Single(faults), StringComparison.Ordinal);
        Assert.False(CertificateAuthority.IsIn(_data));
    }

    /// <summary>What the house gives as a name must be one; the machine's own is left out where it is none.</summary>
    [Theory]
    [InlineData("bridge.house", true)]
    [InlineData("xn--fiqs8s", true)]
    [InlineData("10.0.0.7", true)]
    [InlineData("fe80::1", true)]
    [InlineData("https://bridge.house", false)]
    [InlineData("bridge.house:8883", false)]
    [InlineData("*.house", false)]
    [InlineData("桥", false)]
    [InlineData("10.1", false)]
    [InlineData("a_b", false)]
    [InlineData("", false)]
    public void NamesAreChecked(string name, bool isName)
    {
        if (isName)
        {
            Assert.Contains(name, ServerNames.Of([name], "-"));
        }
        else
        {
            Assert.Contains($"--name '{name}' is neither a host name nor an address", Assert.Throws<StartupException>(() => ServerNames.Of([name], "duty-pc")).Message, StringComparison.Ordinal);
        }

        Assert.Equal(isName ? 4 : 3, ServerNames.Of([], name).Count);
    }

    private static (string Certificate, string Key) MakeOther()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=DutyKiosk CA other", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private int Days(DateTime until) => (int)Math.Round((until.ToUniversalTime() - _now.UtcDateTime).TotalDays);

    private string FileOf(string name) => Path.Combine(_data, CertificateAuthority.FolderName, name);

    private Dictionary<string, string> All() => Directory.GetFiles(FileOf("")).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).ToDictionary(path => path, File.ReadAllText, StringComparer.Ordinal);
}
