@R02.1.2
Feature: R02.1.2 下一班未到岗不交
  Nobody hands over to an empty place.

  Background:
    Given the policy pack "workshop"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 下一班未到岗不交 alone the outgoing person cannot end the duty
    When "S01" taps at "07:52"
    And the time is "07:52:20"
    Then the last record is "handover.timed-out"
    And "S01" holds the duty

  Scenario: 到岗后交接 with the next shift there it is handed over
    When "S02" taps at "07:39"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then "S02" holds the duty
