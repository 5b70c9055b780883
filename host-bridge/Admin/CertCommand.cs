using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>The command line's <c>cert</c>: renews the broker's certificate, or shows it.</summary>
public static class CertCommand
{
    /// <summary>Makes the command; a command line tells the settings of the bridge.</summary>
    public static Command Make(Func<ParseResult, BridgeOptions> settings)
    {
        var show = new Option<bool>("--show") { Description = "only show the certificates" };
        var cert = new Command("cert", "Renews the broker's certificate under the same CA; a bridge that runs takes it up by itself.") { show };
        cert.SetAction(parsed =>
        {
            BridgeOptions options = settings(parsed);
            return parsed.GetValue(show)
                ? Show(options.DataFolder, TimeProvider.System.GetUtcNow(), Console.Out, Console.Error)
                : RenewAndNote(options);
        });
        return cert;
    }

    // Before a first start there is no log, and nobody who could have done anything that matters to it.
    private static int RenewAndNote(BridgeOptions options)
    {
        BridgeStore? store = null;
        try
        {
            int faults = Guarded(Console.Error, () => store = options.Database.Length > 0 || File.Exists(SqliteDatabase.PathIn(options.DataFolder)) ? BridgeStore.OpenBeside(options, TimeProvider.System) : null);
            if (faults != 0)
            {
                return faults;
            }

            int code = Renew(options.DataFolder, options.Names, Dns.GetHostName(), TimeProvider.System.GetUtcNow(), Console.Out, Console.Error);
            if (code == 0 && store != null)
            {
                AuditLog.Of(store, TimeProvider.System).Write(Caller.Console, AuditActions.CertificateRenewed, "");
            }

            return code;
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            Console.Error.WriteLine($"The certificate is renewed, but the audit log could not be told of it ({exception.Message}): make room on the disk, or stop what else has the database.");
            return 0;
        }
        finally
        {
            store?.Dispose();
        }
    }

    /// <summary>Renews the server certificate, with the names that are given, or else those that it had; returns the exit code.</summary>
    public static int Renew(string dataFolder, IReadOnlyList<string> given, string machine, DateTimeOffset now, TextWriter output, TextWriter errors)
    {
        return Guarded(errors, () =>
        {
            if (!Directory.Exists(dataFolder))
            {
                throw new StartupException($"There is no data folder {dataFolder}: name the bridge's with --data.");
            }

            IReadOnlyList<string> names = ServerNames.Of(given, machine);
            bool isNew = !CertificateAuthority.IsIn(dataFolder);
            using CertificateAuthority authority = CertificateAuthority.Open(dataFolder, now, mayMake: true);
            IEnumerable<string> kept = given.Count > 0 || !File.Exists(authority.ServerPath) ? [] : Names(authority);
            using X509Certificate2 server = authority.Renew([.. names.Union(kept, StringComparer.Ordinal)], now);
            output.WriteLine($"{(isNew ? "A CA was made, and a server certificate under it" : "The server certificate was renewed under the same CA")}: {authority.ServerPath}");
            Tell(authority, server, output);
            output.WriteLine("A bridge that runs shows it to the next connection.");
        });
    }

    /// <summary>Tells what the certificates say, and changes nothing; returns the exit code.</summary>
    public static int Show(string dataFolder, DateTimeOffset now, TextWriter output, TextWriter errors)
    {
        return Guarded(errors, () =>
        {
            using CertificateAuthority authority = CertificateAuthority.Open(dataFolder, now, mayMake: false);
            using X509Certificate2 server = authority.ReadServer();
            Tell(authority, server, output);
        });
    }

    private static IReadOnlyList<string> Names(CertificateAuthority authority)
    {
        using X509Certificate2 server = authority.ReadServer();
        return ServerNames.In(server);
    }

    private static void Tell(CertificateAuthority authority, X509Certificate2 server, TextWriter output)
    {
        output.WriteLine($"server       {server.Subject}");
        output.WriteLine($"names        {string.Join(", ", ServerNames.In(server))}");
        output.WriteLine($"valid        {Span(server)}");
        output.WriteLine($"CA           {authority.Certificate.Subject}, {authority.CertificatePath}");
        output.WriteLine($"valid        {Span(authority.Certificate)}");
        output.WriteLine($"fingerprint  SHA-256 {authority.Fingerprint}");
    }

    private static string Span(X509Certificate2 certificate) => $"{certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}";

    private static int Guarded(TextWriter errors, Action work)
    {
        try
        {
            work();
            return 0;
        }
        catch (StartupException exception)
        {
            errors.WriteLine(exception.Message);
            return ProgramEnd.Refused;
        }
    }
}
