using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Access;

/// <summary>Who asks, and what he may do.</summary>
/// <param name="Name">The user's name, or <c>key</c> with the key's id and name.</param>
/// <param name="Shown">The name that others see.</param>
/// <param name="Role">The role; empty: a program's key has none.</param>
/// <param name="Staff">The roster's id of the person; empty: none.</param>
/// <param name="UserId">The id of the user; empty: a key, or somebody in a demo.</param>
/// <param name="Address">The address that he asks from.</param>
/// <param name="Permissions">What he may do.</param>
/// <param name="KeyId">The id of the key; empty: he comes by none.</param>
public sealed record Caller(string Name, string Shown, string Role, string Staff, string UserId, string Address, IReadOnlySet<Permission> Permissions, string KeyId = "")
{
    /// <summary>As whom the command line stands in the log.</summary>
    public const string ConsoleName = "console";

    /// <summary>Somebody at the machine's own console, through the command line: as the user that the operating system knows him by.</summary>
    public static readonly Caller Console = new($"{ConsoleName} {Environment.UserName}".Trim(), ConsoleName, "", "", "", "", UserAccounts.Console);

    /// <summary>The maker of what was made in a demo, where there is nobody.</summary>
    internal const string DemoMaker = "demo";

    /// <summary>What the maker begins with who is a user, before the user's id.</summary>
    internal const string UserMaker = "user/";

    /// <summary>What the maker begins with that is a key, before the key's id.</summary>
    internal const string KeyMaker = "key/";

    /// <summary>The claim with the role.</summary>
    internal const string RoleClaim = "role";

    /// <summary>The claim with the roster's id.</summary>
    internal const string StaffClaim = "staff";

    /// <summary>The claim with the name that others see.</summary>
    internal const string ShownClaim = "shown";

    /// <summary>The claim with a key's scope, one for each.</summary>
    internal const string ScopeClaim = "scope";

    /// <summary>Whether it is a program with a key and not a person with a session.</summary>
    public bool IsKey => Role.Length == 0;

    /// <summary>Who he is for what he makes, whose rights go by his: <c>user/ID</c>, <c>key/ID</c>, <c>demo</c>, or <c>console</c>, which lasts.</summary>
    public string Maker => KeyId.Length > 0 ? KeyMaker + KeyId : UserId.Length > 0 ? UserMaker + UserId : Role.Length > 0 ? DemoMaker : ConsoleName;

    /// <summary>Who asks; null: nobody whom the bridge knows.</summary>
    public static Caller? Of(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true, Name: { } name } identity)
        {
            return null;
        }

        bool isKey = string.Equals(identity.AuthenticationType, KeyAuthentication.SchemeName, StringComparison.Ordinal);
        string role = isKey ? "" : context.User.FindFirstValue(RoleClaim) ?? "";
        string id = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";
        return new Caller(
            name,
            context.User.FindFirstValue(ShownClaim) ?? name,
            role,
            context.User.FindFirstValue(StaffClaim) ?? "",
            isKey ? "" : id,
            AddressOf(context),
            isKey ? context.User.FindAll(ScopeClaim).Select(claim => PermissionWords.Find(claim.Value)).OfType<Permission>().ToHashSet() : Rights.Of(role),
            isKey ? id : "");
    }

    /// <summary>The address that a request comes from.</summary>
    internal static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "";
}
