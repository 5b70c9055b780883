using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>Hands mail to a server, by MailKit: SMTP with STARTTLS or TLS, and a certificate that this machine trusts.</summary>
/// <param name="time">By whose clock it takes no longer than it may.</param>
/// <param name="mailOf">The mail address of a person; null: none is known.</param>
/// <param name="resolve">Asks for the addresses of a name; null: as this machine does.</param>
public sealed class MailSender(TimeProvider time, Func<string, string?> mailOf, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private const int MostRecipients = 100;

    // A server may take its time for greeting, TLS, signing in and the message; each is one turn.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? ((host, cancel) => Dns.GetHostAddressesAsync(host, cancel));

    /// <summary>Sends a message and says what became of it. <paramref name="allows"/> says whether a host may be private and without TLS.</summary>
    public async Task<Outcome> SendAsync(Channel channel, Message message, Func<string, bool> allows, CancellationToken cancel)
    {
        ChannelSettings settings = channel.Settings;
        MimeMessage mail = Mail(channel, message, time.GetUtcNow());
        if (mail.To.Count == 0)
        {
            return new Outcome(OutcomeKind.Refused, 0, "There is nobody to send mail to: name addresses in the channel's to.") { Cause = "nobody" };
        }

        bool mayBePrivate = allows(settings.Host);
        if (settings.Security == MailSecurity.None && !mayBePrivate)
        {
            return new Outcome(OutcomeKind.Refused, 0, $"{settings.Host} is not spoken to without TLS: choose starttls or tls, or name the host in the setting allowPrivate.") { Cause = "private" };
        }

        using var limit = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        using var client = new Client();
        try
        {
            using Socket socket = await PrivateTargets.ConnectAsync(settings.Host, settings.Port, mayBePrivate, _resolve, end.Token);
            await client.ConnectAsync(socket, settings.Host, settings.Port, Options(settings.Security), end.Token);
            if (settings.User.Length > 0)
            {
                await client.AuthenticateAsync(Encoding.UTF8, settings.User, channel.Secrets.Password, end.Token);
            }

            string said = await client.SendAsync(mail, end.Token);
            await LeaveAsync(client, end.Token);
            return new Outcome(OutcomeKind.Delivered, (int)SmtpStatusCode.Ok, Outcome.Plain(client.Refused.Count == 0 ? said : $"Sent, but not to {string.Join(", ", client.Refused)}, whom the server refuses."));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Outcome(OutcomeKind.Retry, 0, "The mail server has not taken it within 30 seconds.") { Cause = "slow" };
        }
        catch (PrivateTargetException exception)
        {
            return new Outcome(OutcomeKind.Refused, 0, exception.Message) { Cause = "private" };
        }
        catch (SmtpCommandException exception)
        {
            // 4xx is "not now" and 5xx "never", by RFC 5321.
            int status = (int)exception.StatusCode;
            return new Outcome(status is >= 400 and < 500 ? OutcomeKind.Retry : OutcomeKind.Refused, status, Outcome.Plain(exception.Message));
        }
        catch (AuthenticationException)
        {
            return new Outcome(OutcomeKind.Refused, 535, "The mail server refuses the user or the password.") { Cause = "sign-in" };
        }
        catch (NotSupportedException exception)
        {
            return new Outcome(OutcomeKind.Refused, 0, Outcome.Plain(exception.Message)) { Cause = "tls" };
        }
        catch (Exception exception) when (exception is SslHandshakeException or IOException or SocketException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException)
        {
            return new Outcome(OutcomeKind.Retry, 0, Outcome.Plain(exception.Message)) { Cause = Outcome.CauseOf(exception) };
        }
    }

    private static SecureSocketOptions Options(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    private static async Task LeaveAsync(Client client, CancellationToken cancel)
    {
        try
        {
            await client.DisconnectAsync(true, cancel);
        }
        catch (Exception exception) when (exception is IOException or ProtocolException or SocketException or OperationCanceledException)
        {
            // The server has the mail already: how it says goodbye changes nothing.
        }
    }

    private MimeMessage Mail(Channel channel, Message message, DateTimeOffset now)
    {
        MailboxAddress from = MailboxAddress.Parse(channel.Settings.From);
        var mail = new MimeMessage { Subject = message.Title, Date = now, MessageId = $"{message.Id}@{from.Domain}", Body = new TextPart("plain") { Text = message.Plain + "\n" } };
        mail.From.Add(from);
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add(WebhookMessage.DeliveryHeader, message.Id);

        // The people concerned come behind those who get every mail, each once; a list of whole departments is bounded.
        IEnumerable<string> concerned = message.Notices.SelectMany(sent => sent.Notice.To).Select(mailOf).OfType<string>();
        foreach (string to in channel.Settings.To.Concat(concerned).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostRecipients))
        {
            if (MailboxAddress.TryParse(to, out MailboxAddress? mailbox))
            {
                mail.To.Add(mailbox);
            }
        }

        return mail;
    }

    // One wrong address among many must not keep the others from being told.
    private sealed class Client : SmtpClient
    {
        internal List<string> Refused { get; } = [];

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => Refused.Add(mailbox.Address);

        protected override void OnNoRecipientsAccepted(MimeMessage message) => throw new SmtpCommandException(SmtpErrorCode.RecipientNotAccepted, SmtpStatusCode.MailboxUnavailable, "The mail server refuses every recipient.");
    }
}
