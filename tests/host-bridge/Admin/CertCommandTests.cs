using System;
using System.IO;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Admin;

/// <summary><c>host-bridge cert</c> renews under the same CA and says what it did; with <c>--show</c> it changes nothing.</summary>
public sealed class CertCommandTests : IDisposable
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-cert-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private string ServerPath => Path.Combine(_data, CertificateAuthority.FolderName, "server.crt");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>The names that it had are kept, those that are given are added, and the fingerprint is that of the CA of before.</summary>
    [Fact]
    public void ItRenewsUnderTheSameAuthority()
    {
        ReadyCertificates.CopyTo(_data);
        string fingerprint;
        using (CertificateAuthority authority = CertificateAuthority.Open(_data, _now, mayMake: false))
        {
            fingerprint = authority.Fingerprint;
        }

        string before = File.ReadAllText(ServerPath);
        Assert.Equal(0, CertCommand.Renew(_data, ["bridge.house"], "duty-pc", _now, _output, _errors));
        Assert.NotEqual(before, File.ReadAllText(ServerPath));
        Assert.Equal(0, CertCommand.Renew(_data, [], "duty-pc", _now, _output, _errors));
        using CertificateAuthority after = CertificateAuthority.Open(_data, _now, mayMake: false);
        Assert.Contains("bridge.house", ServerNames.In(after.ReadServer()));
        Assert.Equal(fingerprint, after.Fingerprint);
        Assert.Contains("was renewed under the same CA", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"fingerprint  SHA-256 {fingerprint}", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _errors.ToString());
    }

    /// <summary>Showing changes nothing, and makes nothing where there is nothing.</summary>
    [Fact]
    public void ShowingChangesNothing()
    {
        Assert.Equal(ProgramEnd.Refused, CertCommand.Show(_data, _now, _output, _errors));
        Assert.Contains("ca.crt is missing", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_data));
        ReadyCertificates.CopyTo(_data);
        string before = File.ReadAllText(ServerPath);
        Assert.Equal(0, CertCommand.Show(_data, _now, _output, _errors));
        Assert.Contains("names        localhost, ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"valid        {_now.AddDays(-1).UtcDateTime:yyyy-MM-}", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(ServerPath));
    }

    /// <summary>What cannot be done is told in one sentence.</summary>
    [Fact]
    public void WhatCannotBeDoneIsTold()
    {
        string none = Path.Combine(_data, "none");
        Assert.Equal(ProgramEnd.Refused, CertCommand.Renew(none, [], "duty-pc", _now, _output, _errors));
        Assert.Equal(ProgramEnd.Refused, CertCommand.Renew(_data, ["*"], "duty-pc", _now, _output, _errors));
        Assert.Contains($"There is no data folder {none}", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("--name '*' is neither", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }
}
