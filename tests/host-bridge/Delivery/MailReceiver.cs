using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>A mail server on a free port of this machine: keeps the mail, refuses whom it is told to refuse.</summary>
public sealed class MailReceiver : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly Lock _gate = new();
    private readonly List<(MimeMessage Mail, string[] To)> _mails = [];

    /// <summary>Starts one; with a certificate it offers STARTTLS.</summary>
    public MailReceiver(X509Certificate2? certificate = null)
    {
        Port = Programs.FreePort();
        ISmtpServerOptions options = new SmtpServerOptionsBuilder().ServerName("mail.house")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).AllowUnsecureAuthentication();
                if (certificate != null)
                {
                    endpoint.Certificate(certificate);
                }
            }).Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(new Store(this));
        services.Add((IMailboxFilter)new Filter(this));
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((_, user, password) => user is "duty" && password is "pass word"));
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Whom it refuses.</summary>
    public Func<string, bool> Refuses { get; set; } = _ => false;

    /// <summary>What it says to a mail; null: it takes it.</summary>
    public SmtpResponse? Says { get; set; }

    /// <summary>The mail it has taken, with its recipients.</summary>
    public IReadOnlyList<(MimeMessage Mail, string[] To)> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _mails];
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
            await Task.WhenAny(_running);
            _stop.Dispose();
        }
    }

    private sealed class Store(MailReceiver owner) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (owner.Says is { } says)
            {
                return says;
            }

            using var stream = new MemoryStream(buffer.ToArray());
            MimeMessage mail = await MimeMessage.LoadAsync(stream, cancellationToken);
            lock (owner._gate)
            {
                owner._mails.Add((mail, [.. transaction.To.Select(to => to.AsAddress())]));
            }

            return SmtpResponse.Ok;
        }
    }

    private sealed class Filter(MailReceiver owner) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) => Task.FromResult(!owner.Refuses(to.AsAddress()));
    }
}
