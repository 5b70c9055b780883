using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Who looks at the board, as far as the board shows it.</summary>
/// <param name="Name">The name that others see.</param>
/// <param name="HasPassword">Whether he has a password to change.</param>
/// <param name="MayAcknowledge">Whether he may take note of notices.</param>
/// <param name="Token">What the form to sign out with is known by; empty: there is no session to end.</param>
public sealed record BoardViewer(string Name, bool HasPassword, bool MayAcknowledge, string Token)
{
    /// <summary>Whoever asks for the whole page.</summary>
    public static BoardViewer Of(HttpContext context, IAntiforgery forms)
    {
        BoardViewer viewer = Of(context);
        return Caller.Of(context) is { IsKey: false } ? viewer with { Token = forms.GetAndStoreTokens(context).RequestToken! } : viewer;
    }

    /// <summary>Whoever asks for its parts.</summary>
    public static BoardViewer Of(HttpContext context)
    {
        Caller? caller = Caller.Of(context);
        return new BoardViewer(caller?.Shown ?? "", caller is { UserId.Length: > 0 }, caller is { IsKey: false } && caller.Permissions.Contains(Permission.Acknowledge), "");
    }
}
