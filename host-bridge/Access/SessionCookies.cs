using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// The cookie of a session: where the way to the browser is encrypted it is <c>Secure</c> and has the prefix <c>__Host-</c>, by which no other name of the house and
/// nobody on a plain connection can set it.
/// </summary>
public sealed class SessionCookies(bool isPublicHttps) : ICookieManager
{
    /// <summary>The name without the prefix.</summary>
    public const string Name = "dutykiosk";

    private const string Prefix = "__Host-";
    private readonly ChunkingCookieManager _plain = new();

    /// <inheritdoc/>
    public string? GetRequestCookie(HttpContext context, string key) => _plain.GetRequestCookie(context, NameOf(context, key));

    /// <inheritdoc/>
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        options.Secure = IsSecure(context);
        _plain.AppendResponseCookie(context, NameOf(context, key), value, options);
    }

    /// <inheritdoc/>
    public void DeleteCookie(HttpContext context, string key, CookieOptions options)
    {
        options.Secure = IsSecure(context);
        _plain.DeleteCookie(context, NameOf(context, key), options);
    }

    private bool IsSecure(HttpContext context) => isPublicHttps || context.Request.IsHttps;

    private string NameOf(HttpContext context, string key) => IsSecure(context) ? Prefix + key : key;
}

/// <summary>The cookie that a form is known by. The framework's own would refuse to be sent where something that stands before the bridge does the encryption.</summary>
public sealed class FormCookie : CookieBuilder
{
    private readonly bool _isPublicHttps;

    /// <summary>That of a bridge.</summary>
    public FormCookie(bool isPublicHttps)
    {
        _isPublicHttps = isPublicHttps;
        Name = (isPublicHttps ? "__Host-" : "") + SessionCookies.Name + "-form";
        SameSite = SameSiteMode.Strict;
        HttpOnly = true;
        IsEssential = true;
        Path = "/";
        SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    /// <inheritdoc/>
    public override CookieOptions Build(HttpContext context, System.DateTimeOffset expiresFrom)
    {
        CookieOptions options = base.Build(context, expiresFrom);
        options.Secure |= _isPublicHttps;
        return options;
    }
}
