using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>Who looks at a page, as far as a page goes by that.</summary>
/// <param name="T">The language that he reads.</param>
/// <param name="Name">The name that others see; empty: nobody is signed in.</param>
/// <param name="Staff">Who he is in the roster; empty: nobody there.</param>
/// <param name="Permissions">What he may do.</param>
/// <param name="HasPassword">Whether he has a password to change.</param>
/// <param name="DemoPeople">Of a demo that nobody has signed in to: everybody whom it may be looked at as; none: it is no demo.</param>
/// <param name="Address">Path and query of the page that he asks for.</param>
/// <param name="Done">The key of what was just done, for a page that is shown after a form was sent; empty: nothing.</param>
public sealed record Viewer(Language T, string Name, string Staff, IReadOnlySet<Permission> Permissions, bool HasPassword, IReadOnlyList<(string Id, string Name)> DemoPeople, string Address, string Done)
{
    private const string DoneMark = ".done-";

    /// <summary>Whether somebody is signed in.</summary>
    public bool HasSession => Name.Length > 0;

    /// <summary>Whether he looks at a demo without having signed in, where he may be anybody.</summary>
    public bool IsDemo => DemoPeople.Count > 0;

    /// <summary>The path of the page that he asks for.</summary>
    public string Path => Address.Split('?')[0];

    /// <summary>Whether he may do something.</summary>
    public bool May(Permission permission) => Permissions.Contains(permission);

    /// <summary>Whoever asks.</summary>
    public static Viewer Of(HttpContext context)
    {
        Caller? caller = Caller.Of(context);
        Language language = Language.Of(context);
        string done = context.Request.Query["done"].ToString();
        return new Viewer(
            language,
            caller is { IsKey: false } ? caller.Shown : "",
            caller?.Staff ?? "",
            caller?.Permissions ?? new HashSet<Permission>(),
            caller is { UserId.Length: > 0 },
            DemoDoor.IsOf(context) ? DemoDoor.People(context) : [],
            context.Request.Path + context.Request.QueryString,
            done.Contains(DoneMark, StringComparison.Ordinal) && language.Has(done) ? done : "");
    }

    /// <summary>An address to go to after a form was sent, which says what was done.</summary>
    /// <param name="path">The path.</param>
    /// <param name="key">The key of the words: an entry of a file of words whose name begins with <c>done-</c>.</param>
    public static string After(string path, string key) => $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done={key}";
}
