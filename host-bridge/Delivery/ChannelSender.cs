using System;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>Sends one message to the receiver of a channel.</summary>
public sealed class ChannelSender(TimeProvider time, HttpSender http, MailSender mail)
{
    /// <summary>Sends it and says what became of it. Only the end of the bridge throws.</summary>
    /// <exception cref="OperationCanceledException">The bridge stops.</exception>
    public Task<Outcome> SendAsync(Channel channel, Message message, CancellationToken cancel) => channel.Settings.Kind switch
    {
        _ when channel.Secrets.IsLost => Task.FromResult(new Outcome(OutcomeKind.Refused, 0, "The channel's secrets were sealed under another master key: write them anew.")),
        ChannelKind.Mail => mail.SendAsync(channel, message, cancel),
        ChannelKind.Webhook => http.PostAsync(WebhookMessage.Of(channel, message, time.GetUtcNow()), channel.Settings.Allows, (status, _) => new Outcome(OutcomeKind.Delivered, status, "ok"), cancel),
        _ => http.PostAsync(RobotMessages.Of(channel, message, time.GetUtcNow()), channel.Settings.Allows, (_, body) => RobotMessages.Judge(channel.Settings.Kind, body), cancel),
    };
}
