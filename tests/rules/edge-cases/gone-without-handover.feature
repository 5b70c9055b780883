@R20.4 @R20.10
Feature: 交班班长未交接即离开 the outgoing leader has left without a handover
  No tap ends the duty of one alone. When he is gone, a supervisor allows the handover and confirms it in his stead; the record says that he was absent.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C7 | operator   |
      | S06 | 杨磊   | 04A1B2C8 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start | end | leader | deputies | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01 |  | S05 | S09 |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02 | S06 |  | S09 |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S03 |  |  | S09 |
    And the sheets are complete
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty

  Scenario: 值班领导代为确认 the supervisor confirms in the absent holder's stead
    When "S02" taps at "07:45"
    And the time is "08:10"
    Then a notice about "late-handover" reaches "S09" by "08:10"
    And "S01" holds the duty
    When "S09" taps at "08:11"
    Then the signal is "released"
    When "S02" taps at "08:11:10"
    And "S09" taps at "08:11:20"
    Then the last record is "handover.confirmed" with:
      | field      | value |
      | outgoing   | S01   |
      | incoming   | S02   |
      | absent     | true  |
      | releasedBy | S09   |
    And "S02" holds the duty

  Scenario: 无领导放行则不能接 without the supervisor the incoming one cannot sign alone
    When "S02" taps at "07:45"
    And "S02" taps at "08:05"
    Then the signal is "waiting-for-second"
    When the time is "08:06"
    Then there is 1 record "handover.timed-out"
    And "S01" holds the duty
