using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Delivery;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>The bridge speaks to nothing in the house's own network that no setting names.</summary>
public sealed class PrivateTargetTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Sample.Morning);
    private Receiver _receiver = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    /// <summary>Every way to write an address of this machine or house is known for one.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.100.100.200")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("2001::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    public void APrivateAddressIsKnown(string address) => Assert.False(PrivateTargets.IsPublic(IPAddress.Parse(address)));

    /// <summary>Everybody's addresses are not taken for private ones.</summary>
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2408:8000::1")]
    public void APublicAddressIsKnown(string address) => Assert.True(PrivateTargets.IsPublic(IPAddress.Parse(address)));

    /// <summary>A name is judged by where it leads, at the moment of connecting: nothing arrives, and the remedy is named.</summary>
    [Fact]
    public async Task ANameThatLeadsHomeIsRefused()
    {
        Outcome outcome = await SendAsync($"https://outside.example:{new Uri(_receiver.Address).Port}/", [], [IPAddress.Loopback]);
        Assert.Equal(OutcomeKind.Refused, outcome.Kind);
        Assert.Contains("allowPrivate", outcome.Words, StringComparison.Ordinal);
        Assert.Empty(_receiver.All);
    }

    /// <summary>A name that first leads outside and then home gains nothing: only the address that is connected to counts.</summary>
    [Fact]
    public async Task ARebindingNameGainsNothing()
    {
        var answers = new Queue<IPAddress[]>([[IPAddress.Parse("::ffff:127.0.0.1")], [IPAddress.Loopback]]);
        var http = new HttpSender(_time, (_, _) => Task.FromResult(answers.Dequeue()));
        for (int i = 0; i < 2; i++)
        {
            Outcome outcome = await http.GetAsync(new Uri($"https://rebind.example:{new Uri(_receiver.Address).Port}/"), _ => false, CancellationToken.None);
            Assert.Equal(OutcomeKind.Refused, outcome.Kind);
        }

        Assert.Empty(_receiver.All);
    }

    /// <summary>Without TLS nothing is sent to a host that is not allowed by name, not even to find out where it is.</summary>
    [Fact]
    public async Task PlainHttpNeedsTheName()
    {
        string address = $"http://receiver.house:{new Uri(_receiver.Address).Port}/";
        Assert.Equal(OutcomeKind.Refused, (await SendAsync(address, [], [IPAddress.Loopback])).Kind);
        Assert.Equal(OutcomeKind.Refused, (await SendAsync(address, ["other.house"], [IPAddress.Loopback])).Kind);
        Assert.Empty(_receiver.All);
        Assert.Equal(OutcomeKind.Delivered, (await SendAsync(address, ["Receiver.House"], [IPAddress.Loopback])).Kind);
        Assert.Single(_receiver.All);
    }

    /// <summary>A server whose certificate nobody vouches for gets nothing, whether it is allowed by name or not: neither a webhook nor mail.</summary>
    [Fact]
    public async Task AnUnknownCertificateGetsNothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using Receiver receiver = await Receiver.StartAsync(certificate);
        Assert.Equal(OutcomeKind.Retry, (await SendAsync(receiver.Address, ["127.0.0.1"], [IPAddress.Loopback])).Kind);
        Assert.Empty(receiver.All);
        await using var mail = new MailReceiver(certificate);
        var settings = new ChannelSettings { Name = "mail", Kind = ChannelKind.Mail, Host = "127.0.0.1", Port = mail.Port, Security = MailSecurity.StartTls, From = "duty@mail.house", To = ["head@mail.house"] };
        Outcome outcome = await new MailSender(_time, _ => null).SendAsync(new Channel("c1", settings, new ChannelSecrets()), Sample.Message(), Sample.Home, CancellationToken.None);
        Assert.Equal(OutcomeKind.Retry, outcome.Kind);
        Assert.Contains("SSL", outcome.Words, StringComparison.Ordinal);
        Assert.Empty(mail.All);
    }

    private Task<Outcome> SendAsync(string address, string[] allow, IPAddress[] found)
    {
        var http = new HttpSender(_time, (_, _) => Task.FromResult(found));
        Channel channel = Sample.To(ChannelKind.Webhook, address);
        return new ChannelSender(_time, http, new MailSender(_time, _ => null), PrivateTargets.AllowedBy(allow)).SendAsync(channel, Sample.Message(), CancellationToken.None);
    }
}
