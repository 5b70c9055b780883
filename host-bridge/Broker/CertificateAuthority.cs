using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// The bridge's own certificate authority, made at its first start, and the server certificate under it. Terminals trust the authority and are given it once,
/// so it is never made anew by itself; the server certificate is, whenever that is due.
/// </summary>
/// <remarks>
/// RSA, and not ECDSA: both are on in the mbedTLS of nanoFramework's ESP32 image, which leaves ESP-IDF's settings as they are, but no thread of a terminal runs during a
/// handshake, and checking an ECDSA P-256 signature was measured at 300 ms on an ESP32-S3 (esp-idf, pull request 19027), of which a handshake has two. An RSA signature is checked
/// with a public exponent of 17 bits in a small part of that. The authority's key has 3,072 bits, because nobody can exchange it before every terminal has been visited; the original
/// ESP32 reckons up to 4,096 bits in hardware. The server's, which lives a year, has 2,048.
/// </remarks>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>The folder in the data folder that holds <c>ca.crt</c>, <c>ca.key</c>, <c>server.crt</c> and <c>server.key</c>.</summary>
    public const string FolderName = "tls";

    private const int AuthorityKeyBits = 3072;
    private const int ServerKeyBits = 2048;
    private const int AuthorityYears = 20;
    private const int SerialBytes = 16;

    // More than this some clients refuse.
    private static readonly TimeSpan ServerLife = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromDays(30);

    // The clocks of terminals lag.
    private static readonly TimeSpan Backdated = TimeSpan.FromDays(1);

    private readonly CertificateFiles _serverFiles;

    private CertificateAuthority(X509Certificate2 certificate, CertificateFiles files, CertificateFiles serverFiles)
    {
        Certificate = certificate;
        CertificatePath = files.CertificatePath;
        _serverFiles = serverFiles;
    }

    /// <summary>The authority's certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The file of the authority's certificate, which terminals are given.</summary>
    public string CertificatePath { get; }

    /// <summary>The file of the server certificate.</summary>
    public string ServerPath => _serverFiles.CertificatePath;

    /// <summary>The SHA-256 fingerprint of the authority's certificate, as <c>openssl x509 -fingerprint</c> writes it.</summary>
    public string Fingerprint => string.Join(':', Certificate.GetCertHash(HashAlgorithmName.SHA256).Select(value => value.ToString("X2")));

    private DateTimeOffset Ends => new(Certificate.NotAfter);

    /// <summary>Whether a data folder has an authority already.</summary>
    public static bool IsIn(string dataFolder) => Files(dataFolder).IsThere;

    /// <summary>By what the server certificate of a data folder is known from outside.</summary>
    public static FileMark ServerMark(string dataFolder) => ServerFiles(dataFolder).Mark;

    /// <summary>Opens the authority of a data folder, and makes it where there is none and it may be made.</summary>
    /// <exception cref="StartupException">Its files are missing, damaged, unreadable or no authority's, or the clock of this machine cannot be right.</exception>
    public static CertificateAuthority Open(string dataFolder, DateTimeOffset now, bool mayMake)
    {
        CertificateFiles files = Files(dataFolder);
        CertificateFiles serverFiles = ServerFiles(dataFolder);
        try
        {
            // Where a server certificate stands, there was an authority, and terminals may trust it.
            if (!files.IsThere && !serverFiles.IsThere && mayMake)
            {
                Make(files, now);
            }

            X509Certificate2 certificate = files.Read();
            files.Close();
            if (!IsAuthority(certificate))
            {
                certificate.Dispose();
                throw new StartupException($"{files.CertificatePath} is no certificate authority with an RSA key: put the bridge's own back from where you keep it.");
            }

            return new CertificateAuthority(certificate, files, serverFiles);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(dataFolder, exception);
        }
    }

    /// <summary>Why a server certificate has to be made anew; empty: it need not.</summary>
    /// <param name="server">The certificate.</param>
    /// <param name="authorityEnds">When the authority ends; nothing under it lasts longer, so one that ends with it is not made anew before.</param>
    /// <param name="names">The names that it must have; more do no harm.</param>
    /// <param name="now">The time.</param>
    public static string Lacks(X509Certificate2 server, DateTimeOffset authorityEnds, IReadOnlyList<string> names, DateTimeOffset now)
    {
        string? missing = names.Except(ServerNames.In(server), StringComparer.Ordinal).FirstOrDefault();
        DateTimeOffset ends = new(server.NotAfter);
        return missing != null ? $"it does not name {missing}"
            : new DateTimeOffset(server.NotBefore) > now ? $"it begins only at {server.NotBefore.ToUniversalTime():u}"
            : ends < now + RenewedBefore && (ends < authorityEnds || ends <= now) ? $"it ends at {ends.ToUniversalTime():u}"
            : "";
    }

    /// <summary>The server certificate with its key, made anew before when it has to be; <paramref name="why"/> says why it was, and is empty when it was not.</summary>
    /// <exception cref="StartupException">Its files are damaged, unreadable or not of this authority, cannot be written, or the authority has ended.</exception>
    public X509Certificate2 Server(IReadOnlyList<string> names, DateTimeOffset now, out string why)
    {
        why = "there was none";
        if (_serverFiles.IsThere)
        {
            X509Certificate2 server = ReadServer();
            why = Lacks(server, Ends, names, now);
            if (why.Length == 0)
            {
                return server;
            }

            server.Dispose();
        }

        return Renew(names, now);
    }

    /// <summary>The server certificate as it stands, with its key.</summary>
    /// <exception cref="StartupException">Its files are missing, damaged, unreadable or not of this authority.</exception>
    public X509Certificate2 ReadServer()
    {
        X509Certificate2 server = _serverFiles.Read();
        if (!HasSigned(server))
        {
            server.Dispose();
            throw new StartupException($"{_serverFiles.CertificatePath} is not signed by {CertificatePath}, which terminals trust: take it and {_serverFiles.KeyPath} away, and the bridge makes new ones; or put the {CertificatePath} and its key that belong to it back.");
        }

        return server;
    }

    /// <summary>Makes the server certificate anew, with a new key.</summary>
    /// <exception cref="StartupException">It cannot be written, or the authority has ended.</exception>
    public X509Certificate2 Renew(IReadOnlyList<string> names, DateTimeOffset now)
    {
        CheckClock(now);
        DateTimeOffset begins = Later(now - Backdated, new DateTimeOffset(Certificate.NotBefore));
        DateTimeOffset ends = Earlier(now + ServerLife, Ends);
        if (now >= Ends || ends <= begins)
        {
            throw new StartupException($"{CertificatePath} is valid from {Certificate.NotBefore.ToUniversalTime():u} to {Certificate.NotAfter.ToUniversalTime():u}, and it is {now.ToUniversalTime():u}: set the clock of this machine; if it is right, take the folder {FolderName} away, and give the new ca.crt to every terminal.");
        }

        using RSA key = RSA.Create(ServerKeyBits);
        var request = new CertificateRequest("CN=DutyKiosk bridge", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(ServerNames.Extension(names));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        using X509Certificate2 server = request.Create(Certificate, begins, ends, Serial());
        try
        {
            _serverFiles.Write(server, key);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(Path.GetDirectoryName(ServerPath)!, exception);
        }

        return ReadServer();
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    private static void Make(CertificateFiles files, DateTimeOffset now)
    {
        CheckClock(now);
        using RSA key = RSA.Create(AuthorityKeyBits);

        // Two bridges' authorities must not have the same name, or a client that trusts both picks the wrong one.
        string suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest($"CN=DutyKiosk CA {suffix}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using X509Certificate2 certificate = request.CreateSelfSigned(now - Backdated, now.AddYears(AuthorityYears));
        files.Write(certificate, key);
    }

    // A machine without a battery for its clock begins in 1970, and what is made then has ended when the time server is reached.
    private static void CheckClock(DateTimeOffset now)
    {
        if (!SaneTime.Holds(now))
        {
            throw new StartupException($"The clock of this machine says {now.ToUniversalTime():u}, and no certificate can be made with that: set it, or start without TLS (--tls-port -1).");
        }
    }

    private static bool IsAuthority(X509Certificate2 certificate)
    {
        using RSA? key = certificate.GetRSAPrivateKey();
        return key != null && certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
    }

    // Whether it is valid now is asked elsewhere: one that has ended is made anew, and the clock may be wrong.
    private bool HasSigned(X509Certificate2 server)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(server);
    }

    private static byte[] Serial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(SerialBytes);

        // A serial is a positive number without leading zeros.
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static StartupException Unusable(string folder, Exception exception)
    {
        return new StartupException($"The certificates in {folder} cannot be read or written ({exception.Message.ReplaceLineEndings(" ")}): give this user the right to, make room, or start without TLS (--tls-port -1).");
    }

    private static CertificateFiles Files(string dataFolder)
    {
        return new CertificateFiles(
            Path.Combine(dataFolder, FolderName),
            "ca",
            "put ca.crt and ca.key back from where you keep them, as terminals trust them; if they are lost, take the whole folder away, and give the new ca.crt to every terminal");
    }

    private static CertificateFiles ServerFiles(string dataFolder)
    {
        return new CertificateFiles(Path.Combine(dataFolder, FolderName), "server", "take server.crt and server.key away, and the bridge makes new ones under its CA");
    }
}
