using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Delivery;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using SmtpServer.Protocol;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>Mail as a server on this machine gets it.</summary>
public sealed class MailTests : System.IAsyncDisposable
{
    private const string Home = "127.0.0.1";

    private readonly MailReceiver _server = new();
    private readonly FakeTimeProvider _time = new(Sample.Morning);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>The list of the channel and the persons concerned get one mail, each once, signed in and with the delivery's id.</summary>
    [Fact]
    public async Task TheMailGoesToTheListAndThePersons()
    {
        Outcome outcome = await SendAsync(Channel(), Home);
        Assert.Equal((OutcomeKind.Delivered, 250L), (outcome.Kind, outcome.Status));
        (MimeMessage mail, string[] to) = Assert.Single(_server.All);
        Assert.Equal(["head@mail.house", "li@mail.house"], to.Order(System.StringComparer.Ordinal));
        Assert.Equal("【告警 alarm】终端失联 terminal lost", mail.Subject);
        Assert.Contains("通知 to: 李强", mail.TextBody, System.StringComparison.Ordinal);
        Assert.Equal(("d41d8cd98f", "d41d8cd98f@mail.house", Sample.Morning), (mail.Headers["X-DutyKiosk-Delivery"], mail.MessageId, mail.Date));
    }

    /// <summary>One wrong address does not keep the others from being told, and is named.</summary>
    [Fact]
    public async Task OneWrongAddressIsNamed()
    {
        _server.Refuses = address => address.StartsWith("head", System.StringComparison.Ordinal);
        Outcome outcome = await SendAsync(Channel(), Home);
        Assert.Equal(OutcomeKind.Delivered, outcome.Kind);
        Assert.Contains("head@mail.house", outcome.Words, System.StringComparison.Ordinal);
        Assert.Equal(["li@mail.house"], Assert.Single(_server.All).To);
    }

    /// <summary>"Not now" is tried again, "never" is final, and so is a wrong password, a server without STARTTLS, and one that no channel allows.</summary>
    [Fact]
    public async Task WhatTheServerSaysIsUnderstood()
    {
        _server.Says = new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "come back later");
        Assert.Equal(OutcomeKind.Retry, (await SendAsync(Channel(), Home)).Kind);
        _server.Says = new SmtpResponse(SmtpReplyCode.TransactionFailed, "spam");
        Assert.Equal(OutcomeKind.Refused, (await SendAsync(Channel(), Home)).Kind);
        _server.Says = null;
        _server.Refuses = _ => true;
        Assert.Equal(OutcomeKind.Refused, (await SendAsync(Channel(), Home)).Kind);
        _server.Refuses = _ => false;
        Channel wrong = Channel() with { Secrets = new ChannelSecrets(Password: "wrong") };
        Assert.Equal(OutcomeKind.Refused, (await SendAsync(wrong, Home)).Kind);
        Channel channel = Channel();
        Assert.Equal(OutcomeKind.Refused, (await SendAsync(channel with { Settings = channel.Settings with { Security = MailSecurity.StartTls } }, Home)).Kind);
        Outcome home = await SendAsync(channel with { Settings = channel.Settings with { Security = MailSecurity.StartTls } }, []);
        Assert.Contains("allowPrivate", home.Words, System.StringComparison.Ordinal);
        Assert.Empty(_server.All);
    }

    /// <summary>A server that is not there is tried again.</summary>
    [Fact]
    public async Task AServerThatIsAwayIsTriedAgain()
    {
        Channel channel = Channel();
        await _server.DisposeAsync();
        Assert.Equal(OutcomeKind.Retry, (await SendAsync(channel, Home)).Kind);
    }

    private Channel Channel()
    {
        var settings = new ChannelSettings { Name = "mail", Kind = ChannelKind.Mail, Host = "127.0.0.1", Port = _server.Port, Security = MailSecurity.None, User = "duty", From = "值班 <duty@mail.house>", To = ["head@mail.house", "LI@mail.house"] };
        return new Channel("c1", settings with { To = ["head@mail.house"] }, new ChannelSecrets(Password: "pass word"));
    }

    private Task<Outcome> SendAsync(Channel channel, params string[] allowed) => new MailSender(_time, staff => staff is "S09" ? "li@mail.house" : null).SendAsync(channel, Sample.Message(), PrivateTargets.AllowedBy(allowed), CancellationToken.None);
}
