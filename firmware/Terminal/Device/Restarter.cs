using System.Text;
using DutyKiosk.Core.Flash;
using nanoFramework.Runtime.Native;

namespace DutyKiosk.Terminal.Device
{
    /// <summary>Restarts the terminal in order: why stands in a file, so that the next start can say so; a start without one came from the power.</summary>
    public sealed class Restarter
    {
        private const string MarkerFile = "restart";
        // A record takes 40 characters, and the start adds to it when it is in safe mode.
        private const int LongestDetail = 29;

        private readonly IFlash _flash;

        /// <summary>Restarts a terminal with this flash.</summary>
        public Restarter(IFlash flash)
        {
            _flash = flash;
        }

        /// <summary>The reason of this start as flash has it: <c>power</c>, <c>restart</c> or <c>fault</c>, and the detail.</summary>
        public string ReadCause(out string detail)
        {
            detail = "";
            byte[]? marker = _flash.Read(MarkerFile);
            if (marker == null)
            {
                return "power";
            }

            string text = Encoding.UTF8.GetString(marker, 0, marker.Length);
            int space = text.IndexOf(' ');
            string cause = space < 0 ? text : text.Substring(0, space);
            detail = space < 0 ? "" : text.Substring(space + 1);
            return cause == "restart" ? cause : "fault";
        }

        /// <summary>The reason is in the journal: the next start has one of its own.</summary>
        public void ForgetCause()
        {
            _flash.Delete(MarkerFile);
        }

        /// <summary>Writes the reason down and restarts; it restarts too where nothing can be written, or no memory is left for it.</summary>
        public void Restart(string cause, string thread, string detail)
        {
            try
            {
                char[] text = (cause + " " + thread + detail).ToCharArray();
                int length = text.Length < cause.Length + 1 + LongestDetail ? text.Length : cause.Length + 1 + LongestDetail;
                byte[] marker = new byte[length];
                for (int i = 0; i < length; i++)
                {
                    char c = text[i];
                    marker[i] = (byte)(c < ' ' || c > '~' || c == '"' || c == '\\' ? '.' : c);
                }

                _flash.Write(MarkerFile, marker, length);
            }
            finally
            {
                Power.RebootDevice();
            }
        }
    }
}
