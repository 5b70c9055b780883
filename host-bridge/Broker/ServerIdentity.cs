using System;
using System.Collections.Generic;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using DutyKiosk.HostBridge.Admin;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// What the bridge shows to who connects over TLS. It follows the files: a certificate that was renewed is shown to the next connection, and one that is due is renewed
/// by the connection that finds it so, once a day at most; a bridge to which nobody connects needs none.
/// </summary>
public sealed class ServerIdentity
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly string _dataFolder;
    private readonly IReadOnlyList<string> _names;
    private readonly TimeProvider _time;
    private readonly Action<string> _fault;
    private SslStreamCertificateContext _shown;
    private FileMark _mark;
    private DateTimeOffset _looked;
    private DateTimeOffset _look;
    private DateTimeOffset _check;
    private string _lastFault = "";

    /// <summary>The identity in a data folder, made where there is none. <paramref name="fault"/> is told, in a sentence, when a change of the files cannot be followed later.</summary>
    /// <exception cref="StartupException">The files cannot be used.</exception>
    public ServerIdentity(string dataFolder, IReadOnlyList<string> names, TimeProvider time, Action<string> fault)
    {
        _dataFolder = dataFolder;
        _names = names;
        _time = time;
        _fault = fault;
        _shown = Read(time.GetUtcNow(), mayMake: true);
    }

    /// <summary>What to show to a new connection.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (_gate)
        {
            DateTimeOffset now = _time.GetUtcNow();

            // A clock that was set back must not stop the looking until it has caught up.
            if (now >= _look || now < _looked)
            {
                Look(now);
            }

            return _shown;
        }
    }

    private void Look(DateTimeOffset now)
    {
        _look = now + BetweenLooks;
        if (CertificateAuthority.ServerMark(_dataFolder) == _mark && now < _check && now >= _looked)
        {
            _looked = now;
            return;
        }

        _looked = now;
        try
        {
            _shown = Read(now, mayMake: false);
            _lastFault = "";
        }
        catch (Exception exception) when (exception is StartupException or CryptographicException)
        {
            // The old one goes on being shown: to a terminal an old certificate is worth more than none.
            _look = now + AfterFault;
            if (!string.Equals(exception.Message, _lastFault, StringComparison.Ordinal))
            {
                _fault(exception.Message);
                _lastFault = exception.Message;
            }
        }
    }

    private SslStreamCertificateContext Read(DateTimeOffset now, bool mayMake)
    {
        // The authority's key is in memory only while it may be needed.
        using CertificateAuthority authority = CertificateAuthority.Open(_dataFolder, now, mayMake);
        FileMark before = CertificateAuthority.ServerMark(_dataFolder);
        X509Certificate2 server = authority.Server(_names, now, out string why);
        _mark = why.Length == 0 ? before : CertificateAuthority.ServerMark(_dataFolder);
        _looked = now;
        _look = now + BetweenLooks;
        _check = now + BetweenChecks;
        return SslStreamCertificateContext.Create(server, null, offline: true);
    }
}
