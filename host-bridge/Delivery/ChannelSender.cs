using System;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>Sends one message to the receiver of a channel.</summary>
/// <param name="time">By whose clock a message is signed.</param>
/// <param name="http">What posts.</param>
/// <param name="mail">What mails.</param>
/// <param name="allows">Whether a host may be private and be spoken to without TLS.</param>
public sealed class ChannelSender(TimeProvider time, HttpSender http, MailSender mail, Func<string, bool> allows)
{
    /// <summary>Sends it and says what became of it. Only the end of the bridge throws.</summary>
    /// <exception cref="OperationCanceledException">The bridge stops.</exception>
    public Task<Outcome> SendAsync(Channel channel, Message message, CancellationToken cancel) => channel.Settings.Kind switch
    {
        _ when channel.Secrets.IsLost => Task.FromResult(new Outcome(OutcomeKind.Refused, 0, "The channel's secrets were sealed under another master key, or for another receiver than stands there now: look at its address, and write them anew.") { Cause = "secrets" }),
        ChannelKind.Mail => mail.SendAsync(channel, message, allows, cancel),
        ChannelKind.Webhook => http.PostAsync(WebhookMessage.Of(channel, message, time.GetUtcNow()), allows, (status, _) => new Outcome(OutcomeKind.Delivered, status, "ok"), cancel),
        _ => http.PostAsync(RobotMessages.Of(channel, message, time.GetUtcNow()), allows, (_, body) => RobotMessages.Judge(channel.Settings.Kind, body), cancel),
    };
}
