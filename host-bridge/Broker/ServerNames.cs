using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>The names under which terminals reach the bridge, as they stand in its certificate.</summary>
public static class ServerNames
{
    private const int Most = 64;

    private static readonly string[] Always = ["localhost", "127.0.0.1", "::1"];

    /// <summary>The names of this machine for itself, the machine's own where it can stand in a certificate, and those that the house gives, each once.</summary>
    /// <exception cref="StartupException">One that the house gives is neither a host name nor an address, or they are too many.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> given, string machine)
    {
        if (given.Count > Most)
        {
            throw new StartupException($"{given.Count} names are given for the bridge's certificate, and at most {Most} can be: leave some out.");
        }

        foreach (string name in given)
        {
            if (!IsName(name))
            {
                throw new StartupException($"--name '{name}' is neither a host name nor an address: write one such as bridge.house or 192.168.1.10, names in other scripts as xn--….");
            }
        }

        IEnumerable<string> own = IsName(machine) ? [machine] : [];
        return [.. Always.Concat(own).Concat(given).Select(Usual).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The names in a certificate.</summary>
    public static IReadOnlyList<string> In(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names == null ? [] : [.. names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())).Select(Usual)];
    }

    /// <summary>The extension of a certificate that holds the names.</summary>
    public static X509Extension Extension(IReadOnlyList<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            // An address is written as one: mbedTLS has compared it since 3.5, older ones want the broker to be configured by name.
            if (IPAddress.TryParse(name, out IPAddress? address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }

    private static bool IsName(string name) => name.All(char.IsAscii) && Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 && IsWritten(name);

    // What looks like an address must be one in full: '1.2' is a host name by some rules and an address by others. An underscore cannot stand in a certificate.
    private static bool IsWritten(string name) => IPAddress.TryParse(name, out IPAddress? address) ? name.Contains(':') || string.Equals(address.ToString(), name, StringComparison.Ordinal) : !name.Contains('_');

    private static string Usual(string name) => IPAddress.TryParse(name, out IPAddress? address) ? address.ToString() : name.TrimEnd('.').ToLowerInvariant();
}
