namespace DutyKiosk.Terminal.Lamps
{
    /// <summary>What a person sees: three lamps in a row, or one lamp of several colours.</summary>
    public interface ILamps
    {
        /// <summary>Lights what is true. One lamp of several colours is never told to light more than one.</summary>
        void Light(bool green, bool amber, bool red);
    }
}
