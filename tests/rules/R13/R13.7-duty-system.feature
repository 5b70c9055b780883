@R13.7
Feature: R13.7 严格执行值班制度
  The rotation says who comes when; who comes late is late, and a desk that nobody takes is told, so that the hotline goes on.

  Background:
    Given the policy pack "hotline-template"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And the rotation "two-12h" from "2026-03-02" with:
      | parameter  | value   |
      | start      | 08:00   |
      | leaders    | S01 S02 |
      | supervisor | S09     |
    And the time is "2026-03-02 07:50"

  Scenario: 按排班到岗 on the shift that the rotation gives, in by its start
    Then the calendar of "S01" shows shift "D0302"
    And the calendar of "S02" shows shift "N0302"
    And the calendar of "S02" does not show shift "D0302"
    When "S01" taps at "08:00"
    Then the last record is "duty.clock-in" with:
      | field   | value   |
      | shift   | D0302   |
      | arrival | on-time |
    And "S01" holds the duty
    And the ledger of "S01" for "2026-03" is empty

  Scenario: 迟到 a minute later is late
    When "S01" taps at "08:01"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 1     |
    And the ledger of "S01" for "2026-03" shows:
      | day        | kind | minutes | amount | excused |
      | 2026-03-02 | late | 1       | 0      | no      |

  Scenario: 要求提前五分钟到岗时 where the house wants five minutes before the start, the start is late
    Given the policy pack "hotline-template" with:
      | parameter       | value |
      | requiredLeadMin | 5     |
    When "S01" taps at "08:00"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 5     |

  Scenario: 无人值班上报 nobody has come by five past: the supervisor is told
    When the time is "08:04"
    Then no notice about "unattended" is sent
    And a notice about "unattended" reaches "S09" by "08:06"
